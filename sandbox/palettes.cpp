#include "sandbox/palettes.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace mtm::sandbox {
namespace {

struct Swatch {
  unsigned paper, inks[4];
};

constexpr Swatch kSixties[] = {{0xf4e3c1, {0xd8432f, 0xf2a33a, 0x2c6e63, 0x1d2b36}},
                               {0xf6d7b0, {0xe2583e, 0xb5295a, 0x3a2a55, 0xf9b233}},
                               {0xefe6d2, {0x0f4c5c, 0xe36414, 0xfb8b24, 0x5f0f40}},
                               {0xfbe9d0, {0xe64833, 0x7fa3a5, 0x244855, 0x874f41}},
                               {0x16324f, {0xf6c445, 0xef5b3c, 0xf4ead5, 0x2a7f9e}},
                               {0xf2c14e, {0xd1495b, 0x00798c, 0x30343f, 0xf7ead0}}};
constexpr Swatch kSeventies[] = {{0xf1dcb6, {0xc8552b, 0xe0a03a, 0x6b3a1e, 0x7b8a4a}},
                                 {0x2d1b12, {0xe07a2f, 0xf2c14e, 0xa63d2f, 0xf5e6c8}},
                                 {0xf3e2c7, {0x8a3b12, 0xd98e32, 0x3f4d2a, 0xb7b07a}},
                                 {0xe8d5b5, {0x264653, 0x2a9d8f, 0xe9c46a, 0xe76f51}},
                                 {0xb5532a, {0xf0c987, 0xf7ecd8, 0x4a1f12, 0xe08e45}},
                                 {0x20382f, {0xe3b23c, 0xedebd7, 0xa39594, 0xd1603d}}};
constexpr Swatch kEighties[] = {{0x160f30, {0xff2e88, 0x2de2e6, 0xf6c945, 0x7a2ff7}},
                                {0xfff1e6, {0xff5d8f, 0x3ec1d3, 0xffd166, 0x4a3aff}},
                                {0x0b132b, {0xf72585, 0x7209b7, 0x4cc9f0, 0xffbe0b}},
                                {0xf6eefc, {0xff7b54, 0x5b5ea6, 0xffb26b, 0x0fa3b1}},
                                {0x2b193d, {0xff8552, 0xf4d35e, 0xd83a78, 0x4fb0c6}},
                                {0xd9f0ee, {0xef476f, 0x118ab2, 0x073b4c, 0xffd166}}};
constexpr Swatch kNineties[] = {{0xe9e4d4, {0x1b1b1e, 0xc5283d, 0xe9724c, 0x255f85}},
                                {0x101820, {0xb4f22b, 0x00a896, 0xf2f2f2, 0x5c4b8a}},
                                {0xd9d4c7, {0x3a4f41, 0xb9314f, 0xd5a18e, 0x1f2a33}},
                                {0x1f1235, {0x8a6cc4, 0xff6f59, 0xe6e2d6, 0x43aa8b}},
                                {0xc9c19f, {0x2e2e2e, 0x7d5a3c, 0x9a3324, 0xf2ead3}},
                                {0x0f2e3d, {0xe8a33d, 0xd6e5e3, 0x3f88a5, 0xd1495b}}};
constexpr Swatch kNoughties[] = {{0xf2f5f7, {0x0077b6, 0x90e0ef, 0x03045e, 0xff6b35}},
                                 {0xe8ecef, {0x2b2d42, 0xef233c, 0x8d99ae, 0xf7b267}},
                                 {0x0d1b2a, {0x2f6690, 0x62b6cb, 0xbee9e8, 0xffb703}},
                                 {0xf7f3ee, {0x3d5a80, 0x98c1d9, 0xee6c4d, 0x293241}},
                                 {0xffffff, {0x151515, 0x9bc53d, 0x5bc0eb, 0xe55934}},
                                 {0x3b1f2b, {0xdb162f, 0xdbdfac, 0x5f758e, 0xf0c808}}};
constexpr Swatch kTens[] = {{0xfde2e4, {0xc06c84, 0x6c5b7b, 0x355c7d, 0xf8b195}},
                            {0xe7f0ee, {0x2f6f73, 0xf4a896, 0xf6d6c9, 0x1f3a40}},
                            {0xf9f4ef, {0x8c1c13, 0xbf4342, 0xe7d7c1, 0x735751}},
                            {0x1a1a2e, {0xe94560, 0x7149b5, 0x1f5fa8, 0xf5d0c5}},
                            {0xf0ead6, {0x84a98c, 0x52796f, 0x2f3e46, 0xe07a5f}},
                            {0xf4d8cd, {0xedb183, 0xf15152, 0x1e555c, 0xf7f0ec}},
                            {0x22333b, {0xeae0d5, 0xc6ac8f, 0x7d9d9c, 0xe08d79}}};
constexpr Swatch kTwenties[] = {{0xf5ebe0, {0xd62828, 0xf77f00, 0x003049, 0xfcbf49}},
                                {0xe9e3ff, {0x5a189a, 0xff6d00, 0xffa62b, 0x240046}},
                                {0x0f0e14, {0xd4ff5b, 0x7b61ff, 0xf2efe9, 0xff5e5b}},
                                {0xffe8d6, {0xcb7b5f, 0x8f9c7c, 0x5b6152, 0xb5486b}},
                                {0xdff3e4, {0x171738, 0x3423a6, 0x7180b9, 0xff8360}},
                                {0x0b3d3a, {0xf3d9b1, 0xe8845c, 0x79b4a9, 0xf6f0e0}},
                                {0xf7c8d0, {0xd7263d, 0x1b2a41, 0xf46036, 0xfff4ec}}};

std::span<const Swatch> swatches_of(int year) {
  if (year < 1970) return kSixties;
  if (year < 1980) return kSeventies;
  if (year < 1990) return kEighties;
  if (year < 2000) return kNineties;
  if (year < 2010) return kNoughties;
  if (year < 2020) return kTens;
  return kTwenties;
}

bool darker(Colour left, Colour right) { return left.lightness() < right.lightness(); }

}  // namespace

Colour Palette::dark() const {
  auto ink = *std::min_element(inks.begin(), inks.end(), darker);
  return darker(ink, paper) ? ink : paper;
}

Colour Palette::light() const {
  auto ink = *std::max_element(inks.begin(), inks.end(), darker);
  return darker(paper, ink) ? ink : paper;
}

Colour Palette::contrast() const {
  auto nearer = [&](Colour left, Colour right) {
    return std::abs(left.lightness() - paper.lightness()) < std::abs(right.lightness() - paper.lightness());
  };
  return *std::max_element(inks.begin(), inks.end(), nearer);
}

Palette palette_of(Random& random, int year) {
  const Swatch& swatch = random.pick(swatches_of(year));
  Palette palette{{swatch.paper}, {}};
  // The same colours in another order make another cover.
  std::size_t start = random.below(4);
  bool backwards = random.chance(0.5);
  for (std::size_t place = 0; place < 4; ++place) {
    palette.inks[place] = {swatch.inks[(start + (backwards ? 4 - place : place)) % 4]};
  }
  return palette;
}

}  // namespace mtm::sandbox
