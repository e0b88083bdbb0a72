#include "sandbox/covers.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "sandbox/compositions.hpp"

namespace mtm::sandbox {
namespace {

// Every element that opens closes; what is drawn has numbers, not "nan".
void check_svg(const std::string& svg) {
  REQUIRE(svg.starts_with("<svg "));
  REQUIRE(svg.ends_with("</svg>"));
  REQUIRE(svg.find("nan") == std::string::npos);
  REQUIRE(svg.find("inf\"") == std::string::npos);
  int depth = 0;
  bool closes_too_much = false;
  for (std::size_t place = 0; place < svg.size(); ++place) {
    if (svg[place] == '<') depth += svg[place + 1] == '/' ? -1 : 1;
    if (svg[place] == '/' && svg[place + 1] == '>') --depth;
    closes_too_much = closes_too_much || depth < 0;
  }
  REQUIRE_FALSE(closes_too_much);
  REQUIRE(depth == 0);
}

TEST_CASE("every manner of cover is well-formed and never the same for two seeds") {
  for (auto look : {Look::landscape, Look::night, Look::paper, Look::machine, Look::sky, Look::fire}) {
    std::set<std::string> drawn;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
      Random random(mix(seed, static_cast<std::uint64_t>(look)));
      auto palette = palette_of(random, 1966 + static_cast<int>(seed));
      auto compose = composition_for(random, look);
      Drawing drawing;
      compose(drawing, random, palette);
      auto svg = std::move(drawing).finish();
      check_svg(svg);
      drawn.insert(svg);
    }
    REQUIRE(drawn.size() == 60);
  }
}

TEST_CASE("an album keeps its cover, and a title in it cannot break out of it") {
  auto catalogue = make_catalogue(3, {60, 400});
  for (Album& album : catalogue.albums) {
    album.name = "<b>&\"R\"</b>";
    auto cover = draw_cover(catalogue, album);
    REQUIRE(cover == draw_cover(catalogue, album));
    REQUIRE(cover.find("<b>") == std::string::npos);
    check_svg(cover);
    REQUIRE(cover.size() < 120'000);
  }
}

TEST_CASE("colours blend and know how light they are") {
  REQUIRE(blend({0x000000}, {0xffffff}, 0.5).text() == "#808080");
  REQUIRE(blend({0x102030}, {0xffffff}, 0).text() == "#102030");
  REQUIRE(Colour{0xffffff}.lightness() == Approx(1));
  REQUIRE(Colour{0x00ff00}.lightness() > Colour{0x0000ff}.lightness());
}

TEST_CASE("a path has no needless figures") {
  REQUIRE(Path().move({1.04, -2.5}).line({3, 10.26}).close().text() == "M1-2.5L3 10.3Z");
}

}  // namespace
}  // namespace mtm::sandbox
