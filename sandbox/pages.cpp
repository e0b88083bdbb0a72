#include "sandbox/pages.hpp"

#include <fmt/format.h>

#include "sandbox/covers.hpp"

namespace mtm::sandbox {
namespace {

// What the scopes mean to a person, as Spotify's own page words it.
constexpr std::pair<std::string_view, std::string_view> kMeanings[] = {
    {"user-read-private", "See your name and your kind of account"},
    {"user-read-email", "See your e-mail address"},
    {"user-top-read", "See your top artists and tracks"},
    {"user-read-recently-played", "See what you played last"},
    {"user-library-read", "See your Liked Songs"},
    {"user-library-modify", "Change your Liked Songs"},
    {"playlist-read-private", "See your private playlists"},
    {"playlist-read-collaborative", "See your shared playlists"},
    {"playlist-modify-private", "Make and change your private playlists"},
    {"playlist-modify-public", "Make and change your public playlists"},
};

}  // namespace

std::string page(std::string_view title, std::string_view body) {
  return fmt::format(R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{}</title>
<link rel="stylesheet" href="/sandbox.css">
</head>
<body>
<p class="sandbox">This is a sandbox. It is not Spotify, its music is made up, and nothing here reaches a real account.</p>
{}</body>
</html>
)",
                     escaped(title), body);
}

std::string picture(const Album& album, int size) {
  return fmt::format(R"(<img src="/covers/{}.svg" width="{}" height="{}" alt="" loading="lazy">)", album.id, size,
                     size);
}

http::Response missing_page(std::string_view what) {
  return html(error_page(fmt::format("There is no such {} in the sandbox.", what)), http::Status::not_found);
}

std::string escaped(std::string_view text) {
  std::string out;
  for (char letter : text) {
    switch (letter) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += letter;
    }
  }
  return out;
}

std::string error_page(std::string_view sentence) {
  return page("Sandbox", fmt::format("<main class=\"card\">\n<h1>{}</h1>\n</main>\n", escaped(sentence)));
}

std::string consent_page(const World& world, const Consent& consent) {
  std::string hidden, scopes, people;
  for (const auto& [name, value] : consent.fields) {
    hidden += fmt::format("<input type=\"hidden\" name=\"{}\" value=\"{}\">\n", name, escaped(value));
  }
  for (const auto& [scope, meaning] : kMeanings) {
    if (consent.scopes & *scopes_from(scope)) scopes += fmt::format("<li>{}</li>\n", meaning);
  }
  if (scopes.empty()) scopes = "<li>See what everybody can see</li>\n";
  auto chosen = consent.person.empty() ? std::string_view(world.options.person_id) : std::string_view(consent.person);
  for (const Person& person : world.people) {
    people += fmt::format(
        "<label><input type=\"radio\" name=\"person\" value=\"{}\"{}><span><b>{}</b><small>{} liked "
        "songs</small></span></label>\n",
        escaped(person.id), person.id == chosen ? " checked" : "", escaped(person.display_name), person.likes.size());
  }
  return page("Log in to the sandbox", fmt::format(R"(<main class="card">
<h1>An app asks for your music</h1>
<form method="post" action="/authorize/decision">
{}<fieldset class="people"><legend>Log in as</legend>
{}</fieldset>
<h2>It would be able to</h2>
<ul class="scopes">
{}</ul>
<div class="buttons">
<button name="decision" value="agree" class="agree" id="agree">Agree</button>
<button name="decision" value="cancel" id="cancel">Cancel</button>
</div>
<p class="small">Either way you go back to <b>{}</b></p>
</form>
</main>
)",
                                                   hidden, people, scopes, escaped(consent.redirect_uri)));
}

http::Response home_page(Call& call) {
  const Catalogue& catalogue = call.world.catalogue;
  std::string wall;
  for (std::size_t place = 0; place < 24; ++place) {
    wall += picture(catalogue.albums[(place * 41 + 7) % catalogue.albums.size()], 150);
  }
  return html(page("Spotify sandbox",
                   fmt::format(R"(<main class="wide">
<h1>A Spotify of made-up music</h1>
<p class="lead">{} tracks by {} artists, released from {} to {}. It answers what an app asks of accounts.spotify.com and
api.spotify.com, and misbehaves on request.</p>
<div class="wall">{}</div>
<dl>
<dt>Client</dt><dd><code>{}</code>, apps of class <code>{}</code></dd>
<dt>Misbehaviour</dt><dd><code>GET</code>, <code>PUT</code>, <code>DELETE</code> <a href="/sandbox/faults">/sandbox/faults</a></dd>
<dt>What has happened</dt><dd><a href="/sandbox/state">/sandbox/state</a></dd>
</dl>
</main>
)",
                               catalogue.tracks.size(), catalogue.artists.size(), kFirstYear, kLastYear, wall,
                               escaped(call.world.options.client_id), to_string(call.world.faults.app_class))));
}

http::Response cover(Call& call) {
  auto file = call.request.path_text("file");
  constexpr std::string_view kEnd = ".svg";
  if (!file.ends_with(kEnd)) return missing_page("cover");
  const Album* album = call.world.catalogue.album(std::string_view(file).substr(0, file.size() - kEnd.size()));
  if (!album) return missing_page("cover");
  http::Response response;
  response.audience = http::Audience::asset;
  response.content_type = "image/svg+xml";
  response.body = draw_cover(call.world.catalogue, *album);
  return response;
}

}  // namespace mtm::sandbox
