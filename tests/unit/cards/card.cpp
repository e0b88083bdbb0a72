#include "cards/card.hpp"

#include <cairo.h>
#include <pango/pangocairo.h>
#include <catch2/catch.hpp>

#include <cstring>
#include <memory>
#include <string_view>

using namespace mtm::cards;

namespace {

/// A picture as a program sees it that knows PNG.
class Decoded {
 public:
  explicit Decoded(std::string_view bytes) : rest_(bytes) {
    surface_ = cairo_image_surface_create_from_png_stream(read, this);
    REQUIRE(cairo_surface_status(surface_) == CAIRO_STATUS_SUCCESS);
  }
  Decoded(const Decoded&) = delete;
  ~Decoded() { cairo_surface_destroy(surface_); }

  int width() const { return cairo_image_surface_get_width(surface_); }
  int height() const { return cairo_image_surface_get_height(surface_); }
  unsigned pixel(int x, int y) const {
    unsigned value;
    std::memcpy(&value, cairo_image_surface_get_data(surface_) + y * cairo_image_surface_get_stride(surface_) + x * 4,
                sizeof value);
    return value & 0xFFFFFFU;
  }
  /// The first and the last column that has another colour than the board, between these rows and columns.
  std::pair<int, int> written(int left, int right, int top, int bottom) const {
    int first = right, last = left;
    for (int y = top; y < bottom; ++y)
      for (int x = left; x < right; ++x)
        if (pixel(x, y) != 0x14181d) first = std::min(first, x), last = std::max(last, x);
    return {first, last};
  }

 private:
  static cairo_status_t read(void* self, unsigned char* into, unsigned int size) {
    auto& rest = static_cast<Decoded*>(self)->rest_;
    if (rest.size() < size) return CAIRO_STATUS_READ_ERROR;
    std::memcpy(into, rest.data(), size);
    rest.remove_prefix(size);
    return CAIRO_STATUS_SUCCESS;
  }

  std::string_view rest_;
  cairo_surface_t* surface_;
};

Card card() {
  return {"Top artists", "the last 12 months", "Ada", {{"Nina Simone", "", "311 plays"}, {"Can", "", "98 plays"}}, {}};
}

constexpr int kNames = 140, kFigures = 900;  // where a name begins, and before where it ends, in the preview

}  // namespace

TEST_CASE("a card is a PNG of its form's size on the board's colour") {
  Decoded wide(png(card(), Form::preview)), tall(png(card(), Form::story));
  CHECK(wide.width() == 1200);
  CHECK(wide.height() == 630);
  CHECK(tall.width() == 1080);
  CHECK(tall.height() == 1920);
  CHECK(wide.pixel(2, 2) == 0x14181d);
  CHECK(wide.pixel(600, 88) == 0xffcf00);  // the yellow rule
  CHECK(tall.pixel(600, 155) == 0xffcf00);
}

TEST_CASE("facts have no places, and begin where the title does") {
  auto facts = card();
  facts.ranked = false;
  Decoded ranked(png(card(), Form::preview)), plain(png(facts, Form::preview));
  auto flap = [](const Decoded& picture) { return picture.pixel(62, 262) == 0x262d35; };
  CHECK(flap(ranked));
  CHECK_FALSE(flap(plain));
  CHECK(plain.written(0, 600, 250, 310).first < 70);
}

TEST_CASE("the same card is the same picture, and each of its texts is in it") {
  auto first = png(card(), Form::preview);
  CHECK(png(card(), Form::preview) == first);
  auto changed = [&](auto change) {
    auto other = card();
    change(other);
    return png(other, Form::preview) != first;
  };
  CHECK(changed([](Card& other) { other.title = "Top tracks"; }));
  CHECK(changed([](Card& other) { other.period = "2026"; }));
  CHECK(changed([](Card& other) { other.person = "Bob"; }));
  CHECK(changed([](Card& other) { other.lines[0].name = "Nina"; }));
  CHECK(changed([](Card& other) { other.lines[0].detail = "Live"; }));
  CHECK(changed([](Card& other) { other.lines[1].figure = "99 plays"; }));
  CHECK(changed([](Card& other) { other.lines.pop_back(); }));
}

TEST_CASE("a long name ends before the figure, in any script") {
  for (const std::string letter : {"W", "\xD9\x85", "\xE9\x9F\xB3", "\xF0\x9F\x8E\xB5"}) {
    CAPTURE(letter);
    std::string name;
    for (int i = 0; i < 500; ++i) name += letter;
    auto long_name = card();
    long_name.lines = {{name, "", "311 plays"}};
    Decoded picture(png(long_name, Form::preview));
    // Between the name and its figure the board is empty.
    auto [first, last] = picture.written(kNames, 1144, 248, 312);
    CHECK(first < 200);
    CHECK(last > 1100);
    bool gap = false;
    for (int x = 950; x < 1100 && !gap; ++x) {
      auto [begin, end] = picture.written(x, x + 12, 248, 312);
      gap = begin > end;
    }
    CHECK(gap);
  }
}

TEST_CASE("what is written from right to left stands on the right") {
  auto latin = card(), arabic = card();
  latin.lines = {{"abc", "", ""}};
  arabic.lines = {{"\xD9\x81\xD9\x8A\xD8\xB1\xD9\x88\xD8\xB2", "", ""}};
  auto [first_latin, last_latin] = Decoded(png(latin, Form::preview)).written(kNames, 1144, 248, 312);
  auto [first_arabic, last_arabic] = Decoded(png(arabic, Form::preview)).written(kNames, 1144, 248, 312);
  CHECK(first_latin < 200);
  CHECK(last_latin < kFigures);
  CHECK(first_arabic > kFigures);
  CHECK(last_arabic > 1120);
}

TEST_CASE("a card has room for its form's lines and no more") {
  auto many = card();
  many.lines.clear();
  for (std::size_t i = 0; i < 60; ++i) many.lines.push_back({"Artist", "Album", "1 play"});
  for (auto form : {Form::preview, Form::story}) {
    auto as_many = many;
    as_many.lines.resize(lines_of(form));
    CHECK(png(many, form) == png(as_many, form));
  }
}

TEST_CASE("a card without lines says why") {
  auto none = card();
  none.lines.clear();
  auto silent = png(none, Form::preview);
  none.nothing = "Nothing was played in these days.";
  CHECK(png(none, Form::preview) != silent);
}

TEST_CASE("odd texts are drawn, too") {
  for (const std::string& odd :
       {std::string(), std::string("<b>bold</b> & \"quoted\""), std::string("two\nlines\tand a tab"),
        std::string("\xFF\xFE broken"), std::string("a") + std::string(400, '\xCC') + "\x81",
        std::string("\xE2\x80\xAE turned around")}) {
    auto card_of = card();
    card_of.title = card_of.person = odd;
    card_of.lines = {{odd, odd, odd}};
    Decoded picture(png(card_of, Form::story));
    CHECK(picture.width() == 1080);
  }
}

TEST_CASE("the fonts that are installed know the scripts of names") {
  cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 10, 10);
  cairo_t* canvas = cairo_create(surface);
  PangoLayout* layout = pango_cairo_create_layout(canvas);
  for (const char* name : {"Björk", "Земфира", "Μαρία", "פוליאנה", "فيروز", "坂本龍一", "방탄소년단", "लता", "ไทย",
                           "თბილისი", "Արամ", "አስቴር", "🎵"}) {
    CAPTURE(name);
    pango_layout_set_text(layout, name, -1);
    CHECK(pango_layout_get_unknown_glyphs_count(layout) == 0);
  }
  g_object_unref(layout);
  cairo_destroy(canvas);
  cairo_surface_destroy(surface);
}
