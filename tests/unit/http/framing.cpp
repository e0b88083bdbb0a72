#include "http/framing.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

using namespace mtm::http;

namespace {

std::string_view part(std::string_view name) {
  if (name == "tabs") return "<nav>{{none}}</nav>";
  throw std::logic_error("no such part");
}

}  // namespace

TEST_CASE("a page stands in the frame, what is before its main in the head") {
  CHECK(framed("<head>{{head}}</head>{{name}}:{{main}}.", "<title>A</title><main>{{tabs}}</main>", "a", part) ==
        "<head><title>A</title></head>a:<main><nav>{{none}}</nav></main>.");
}

TEST_CASE("a page without a main, or with a name that stands for nothing, stops the program at its start") {
  CHECK_THROWS_AS(framed("{{main}}", "<p>", "a", part), std::logic_error);
  CHECK_THROWS_AS(framed("{{main}}", "<main>{{other}}", "a", part), std::logic_error);
  CHECK_THROWS_AS(framed("{{main}}", "<main>{{tabs", "a", part), std::logic_error);
}

TEST_CASE("addresses are replaced where they stand in quotes or parentheses, and nowhere else") {
  auto address = [](std::string_view path) -> std::string_view { return path == "/a.css" ? "/b.css" : ""; };
  auto after = [&](std::string_view text) { return readdressed(text, address); };
  CHECK(after(R"(<link href="/a.css"> /a.css "/a.css?x" "x/a.css")") ==
        R"(<link href="/b.css"> /a.css "/a.css?x" "x/a.css")");
  CHECK(after("url(/a.css) url('/a.css')") == "url(/b.css) url('/b.css')");
  CHECK(after("\"/a.css") == "\"/b.css");
  CHECK(after("/") == "/");
  CHECK(after("") == "");
}
