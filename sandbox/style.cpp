// The style sheet of the sandbox's own pages.
#include "sandbox/pages.hpp"

namespace mtm::sandbox {
namespace {

constexpr std::string_view kStyle =
    R"(:root { color-scheme: light dark; --paper: #f6f3ec; --card: #fffdf8; --ink: #1f1d1a; --soft: #6d675e; --line: #e2dccf; --go: #1c6e4a; --note: #f3d98b; }
@media (prefers-color-scheme: dark) { :root { --paper: #171614; --card: #211f1c; --ink: #f1ece2; --soft: #a59d90; --line: #37332d; --go: #56b98a; --note: #6a5515; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
a { color: inherit; text-decoration-color: var(--line); text-underline-offset: .2em; }
a:hover { text-decoration-color: currentColor; }
.sandbox { margin: 0; padding: .55rem 1rem; background: var(--note); text-align: center; font-size: .875rem; }
main { margin: 2.5rem auto; padding: 0 1.25rem; }
.card { max-width: 30rem; padding: 2rem 2.25rem; background: var(--card); border: 1px solid var(--line); border-radius: 14px; box-shadow: 0 18px 50px -30px #0006; }
.wide { max-width: 62rem; }
h1 { margin: 0 0 .6em; font-size: clamp(1.5rem, 4vw, 2.4rem); line-height: 1.12; letter-spacing: -.02em; text-wrap: balance; overflow-wrap: anywhere; }
.card h1 { font-size: 1.5rem; }
h2 { margin: 1.6rem 0 .5rem; font-size: 1rem; }
.lead { font-size: 1.1rem; color: var(--soft); max-width: 44rem; }
.small, small { font-size: .875rem; color: var(--soft); }
.kind { margin: 0 0 .3rem; color: var(--soft); }
code { font: .9em ui-monospace, "DejaVu Sans Mono", monospace; }
fieldset { margin: 0; padding: 0; border: 0; }
legend { padding: 0; margin-bottom: .5rem; font-weight: 600; }
.people { display: grid; gap: .5rem; }
.people label { display: flex; gap: .8rem; align-items: center; padding: .7rem 1rem; border: 1px solid var(--line); border-radius: 10px; cursor: pointer; }
.people label:has(:checked) { border-color: var(--go); box-shadow: inset 0 0 0 1px var(--go); }
.people b { display: block; line-height: 1.25; }
input[type=radio] { width: 1.15rem; height: 1.15rem; accent-color: var(--go); }
.scopes { margin: 0; padding: 0 0 0 1.1rem; color: var(--soft); }
.buttons { display: flex; gap: .75rem; margin: 1.75rem 0 1rem; }
button { flex: 1; padding: .8rem 1rem; border: 1px solid var(--line); border-radius: 999px; background: none; color: inherit; font: inherit; font-weight: 600; cursor: pointer; }
button.agree { background: var(--go); border-color: var(--go); color: var(--card); }
button:hover { filter: brightness(1.08); }
:focus-visible { outline: 3px solid var(--go); outline-offset: 2px; }
.buttons + .small { margin: 0; overflow-wrap: anywhere; }
.head { display: flex; gap: 2rem; align-items: end; margin-bottom: 2rem; flex-wrap: wrap; }
.head > div:last-child { flex: 1; min-width: 16rem; }
.head p { margin: 0 0 .4rem; }
.mosaic { width: 232px; height: 232px; display: flex; flex-wrap: wrap; overflow: hidden; border-radius: 6px; box-shadow: 0 20px 45px -25px #000a; background: var(--line); }
img { display: block; background: var(--line); }
.tracks { list-style: none; margin: 0; padding: 0; }
.tracks li { display: grid; grid-template-columns: 2rem 48px minmax(0, 5fr) minmax(0, 4fr) 3.2rem 3.2rem; gap: 1rem; align-items: center; padding: .45rem .5rem; border-top: 1px solid var(--line); }
.tracks img { border-radius: 3px; }
.place, .year, .length { color: var(--soft); font-variant-numeric: tabular-nums; text-align: right; font-size: .9rem; }
.song > a, .song > span, .album { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.song > a { font-weight: 550; text-decoration: none; }
.song > span, .album { color: var(--soft); font-size: .9rem; }
.wall { display: grid; grid-template-columns: repeat(auto-fill, minmax(130px, 1fr)); gap: 10px; margin: 2rem 0; }
.record { display: grid; gap: .15rem; text-decoration: none; font-size: .9rem; line-height: 1.3; }
.wall img { width: 100%; height: auto; border-radius: 4px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .4rem 1.5rem; }
dt { color: var(--soft); }
dd { margin: 0; }
@media (max-width: 40rem) { .tracks li { grid-template-columns: 1.4rem 48px minmax(0, 1fr) 3rem; } .album, .year { display: none; } main { margin: 1.25rem auto; } }
)";

}  // namespace

http::Response style_sheet(Call&) {
  http::Response response;
  response.audience = http::Audience::asset;
  response.content_type = "text/css; charset=utf-8";
  response.body = kStyle;
  return response;
}

}  // namespace mtm::sandbox
