#include "sandbox/covers.hpp"

#include "core/utf8.hpp"
#include "sandbox/compositions.hpp"

namespace mtm::sandbox {
namespace {

constexpr std::string_view kFonts[] = {"Helvetica Neue,Helvetica,Arial,DejaVu Sans,sans-serif",
                                       "Georgia,Palatino,DejaVu Serif,serif",
                                       "Futura,Avenir Next,Century Gothic,DejaVu Sans,sans-serif"};

// How many letters a text has; none when it needs more than the alphabets every machine can draw.
std::optional<std::size_t> drawable_length(std::string_view text) {
  std::size_t letters = 0;
  while (!text.empty()) {
    auto bytes = utf8_length(text);
    auto first = static_cast<unsigned char>(text.front());
    if (bytes == 0 || bytes > 2 || first >= 0xd4) return {};  // up to Cyrillic
    text.remove_prefix(bytes);
    ++letters;
  }
  return letters;
}

// The artist and the title below the picture, on a border like that of a print.
void framed(Drawing& drawing, Random& random, const Palette& palette, Composition compose, const std::string& artist,
            const std::string& title) {
  Colour border = palette.light(), ink = palette.dark();
  drawing.rect({}, kSize, kSize, Paint::filled(border));
  double margin = random.within(34, 48), inner = kSize - 2 * margin, below = 62;
  drawing.inside_rect({margin, margin}, inner, inner - below);
  drawing.group({margin, margin - below / 2}, 0, inner / kSize);
  compose(drawing, random, palette);
  drawing.end().end();
  auto font = random.pick(kFonts);
  drawing.words({margin, kSize - margin - 26}, 25, font, 700, Paint::filled(ink), title);
  drawing.words({margin, kSize - margin + 2}, 19, font, 400, Paint::filled(ink, 0.75), artist);
}

// A band of plain colour with the words in it.
void banded(Drawing& drawing, Random& random, const Palette& palette, Composition compose, const std::string& artist,
            const std::string& title) {
  compose(drawing, random, palette);
  bool above = random.chance(0.5);
  bool dark = random.chance(0.5);
  Colour band = dark ? palette.dark() : palette.light(), ink = dark ? palette.light() : palette.dark();
  double height = 92, top = above ? 0 : kSize - height;
  drawing.rect({0, top}, kSize, height, Paint::filled(band));
  auto font = random.pick(kFonts);
  drawing.words({30, top + 41}, 28, font, 700, Paint::filled(ink), title);
  drawing.words({30, top + 70}, 20, font, 400, Paint::filled(ink, 0.8), artist);
}

// The paper strip of Japanese records.
void with_strip(Drawing& drawing, Random& random, const Palette& palette, Composition compose) {
  compose(drawing, random, palette);
  Colour strip = palette.light(), ink = palette.dark();
  drawing.rect({0, 0}, 104, kSize, Paint::filled(strip));
  drawing.rect({104, 0}, 3, kSize, Paint::filled(ink, 0.25));
  drawing.circle({52, 62}, 27, Paint::filled(palette.ink(1)));
  double y = 126;
  int marks = random.between(5, 8);
  for (int mark = 0; mark < marks; ++mark) {
    double height = random.within(16, 52);
    if (y + height > 560) break;
    drawing.rect({46, y}, 12, height, Paint::filled(ink));
    y += height + 9;
  }
  drawing.rect({30, 590}, 44, 20, Paint::filled(palette.ink(2)), 3);
}

}  // namespace

std::string draw_cover(const Catalogue& catalogue, const Album& album) {
  Random random(album.seed);
  const Artist& artist = catalogue.artists[album.artist];
  Palette palette = palette_of(random, album.released.year);
  Composition compose = composition_for(random, artist.genre->look);
  double manner = random.unit();
  auto title_length = drawable_length(album.name), artist_length = drawable_length(artist.name);
  bool words_fit = title_length && artist_length && *title_length > 0 && *title_length <= 30 && *artist_length <= 34;
  Drawing drawing;
  if (artist.genre->tongue == &tongues::japanese && manner < 0.45)
    with_strip(drawing, random, palette, compose);
  else if (words_fit && manner < 0.26)
    framed(drawing, random, palette, compose, artist.name, album.name);
  else if (words_fit && manner < 0.48)
    banded(drawing, random, palette, compose, artist.name, album.name);
  else
    compose(drawing, random, palette);
  return std::move(drawing).finish();
}

}  // namespace mtm::sandbox
