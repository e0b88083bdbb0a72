#include <cmath>

#include "sandbox/compositions.hpp"

namespace mtm::sandbox {

// Lights that run into each other.
void glow(Drawing& drawing, Random& random, const Palette& palette) {
  Colour ground = random.chance(0.5) ? palette.paper : palette.dark();
  drawing.rect({}, kSize, kSize,
               Paint::filled(drawing.linear({0, 0}, {0, kSize}, ground, blend(ground, palette.ink(0), 0.5))));
  int lights = random.between(4, 6);
  for (int light = 0; light < lights; ++light) {
    Point centre{random.within(0, kSize), random.within(0, kSize)};
    double radius = random.within(220, 420);
    Colour colour = palette.ink(static_cast<std::size_t>(light));
    drawing.circle(centre, radius, Paint::filled(drawing.radial(centre, radius, colour, colour, 0), 0.95));
  }
  switch (random.below(4)) {
    case 0: {  // a pale disc
      Point centre{kSize / 2, random.within(220, 420)};
      drawing.circle(centre, random.within(80, 140), Paint::filled(palette.light(), 0.92));
      break;
    }
    case 1: {  // rings
      Point centre{random.within(200, 440), random.within(200, 440)};
      for (int ring = 1; ring <= 6; ++ring)
        drawing.circle(centre, ring * 34.0, Paint::drawn(palette.light(), 2, 0.85 - ring * 0.1));
      break;
    }
    case 2: {  // a window
      double width = random.within(180, 260), height = random.within(280, 380);
      Point corner{(kSize - width) / 2, (kSize - height) / 2};
      drawing.rect(
          corner, width, height,
          Paint::filled(drawing.linear(corner, {corner.x, corner.y + height}, palette.ink(2), palette.light()), 0.9),
          width / 2);
      break;
    }
    default: {  // a horizon
      double y = random.within(330, 430);
      drawing.rect({0, y}, kSize, kSize - y,
                   Paint::filled(drawing.linear({0, y}, {0, kSize}, palette.ink(3), ground), 0.8));
      drawing.circle({random.within(200, 440), y}, random.within(60, 90), Paint::filled(palette.light(), 0.9));
    }
  }
}

void orbits(Drawing& drawing, Random& random, const Palette& palette) {
  Colour dark = palette.dark(), light = palette.light();
  Point centre{random.within(230, 410), random.within(230, 410)};
  drawing.rect({}, kSize, kSize, Paint::filled(drawing.radial(centre, 520, blend(dark, palette.ink(0), 0.5), dark)));
  for (int star = 0; star < 60; ++star) {
    Point place{random.within(0, kSize), random.within(0, kSize)};
    drawing.circle(place, random.within(0.7, 2), Paint::filled(light, random.within(0.3, 0.9)));
  }
  double tilt = random.within(-35, 35), flat = random.within(0.28, 0.6);
  int rings = random.between(4, 6);
  std::size_t start = random.below(4);
  drawing.group(centre, tilt);
  for (int ring = 0; ring < rings; ++ring) {
    double across = 120 + ring * random.within(52, 66);
    drawing.ellipse({}, across, across * flat, 0, Paint::drawn(light, 1.6, 0.55));
  }
  double radius = random.within(62, 90);
  Colour star = palette.ink(start).rgb == dark.rgb ? light : palette.ink(start);
  drawing.circle({}, radius * 2.1, Paint::filled(drawing.radial({}, radius * 2.1, star, star, 0), 0.55));
  drawing.circle(
      {}, radius,
      Paint::filled(drawing.radial({-radius * 0.4, -radius * 0.4}, radius * 1.6, blend(star, light, 0.5), star)));
  for (int planet = 0; planet < rings; ++planet) {
    double across = 130 + planet * 60.0, turn = random.unit() * kTurn;
    Point place{across * std::cos(turn), across * flat * std::sin(turn)};
    double size = random.within(9, 30);
    Colour colour = palette.ink(start + 1 + static_cast<std::size_t>(planet));
    if (colour.rgb == dark.rgb) colour = light;
    drawing.circle(place, size,
                   Paint::filled(drawing.radial({place.x - size * 0.4, place.y - size * 0.4}, size * 1.8,
                                                blend(colour, light, 0.3), blend(colour, dark, 0.5))));
    if (planet == rings - 2)
      drawing.ellipse(place, size * 1.9, size * 0.5, 18, Paint::drawn(blend(colour, light, 0.4), 3));
  }
  drawing.end();
}

void waves(Drawing& drawing, Random& random, const Palette& palette) {
  Colour first = palette.paper, last = palette.contrast(), accent = palette.ink(1);
  drawing.rect({}, kSize, kSize,
               Paint::filled(drawing.linear({0, 0}, {0, 300}, blend(first, accent, 0.12), blend(first, accent, 0.5))));
  drawing.circle({random.within(140, 500), random.within(110, 190)}, random.within(56, 92),
                 Paint::filled(palette.light(), 0.9));
  int layers = random.between(8, 11);
  double length = random.within(0.8, 1.5), phase = random.within(0, kTurn), drift = random.within(0.4, 1);
  for (int layer = 0; layer < layers; ++layer) {
    double depth = static_cast<double>(layer) / (layers - 1), height = 240 + depth * 370, swing = 16 + 30 * depth;
    std::vector<Point> line;
    for (int x = -80; x <= 720; x += 80) {
      double turn = x / kSize * kTurn * length + phase + layer * drift;
      line.push_back(
          {static_cast<double>(x), height + swing * std::sin(turn) + swing * 0.35 * std::sin(turn * 2.1 + layer)});
    }
    Path path = Path::through(line, false);
    Colour colour =
        depth < 0.5 ? blend(blend(first, accent, 0.6), accent, depth * 2) : blend(accent, last, depth * 2 - 1);
    drawing.path(path.line({720, 700}).line({-80, 700}).close(), Paint::filled(colour));
  }
}

// Overlapping fans, as waves are drawn on old cloth.
void scales(Drawing& drawing, Random& random, const Palette& palette) {
  drawing.rect({}, kSize, kSize, Paint::filled(palette.paper));
  int across = random.between(4, 6);
  double radius = kSize / across / 2 * 1.02;
  int bands = random.between(3, 4);
  double empty_above = random.chance(0.55) ? random.within(180, 300) : -radius;
  if (empty_above > 0) {
    drawing.rect({}, kSize, kSize,
                 Paint::filled(drawing.linear({0, 0}, {0, empty_above + 80}, blend(palette.paper, palette.ink(1), 0.25),
                                              palette.paper)));
    drawing.circle({random.within(150, 490), empty_above * 0.7}, random.within(66, 110), Paint::filled(palette.ink(1)));
  }
  Colour line = palette.ink(0), ground = palette.light();
  for (int row = 0; row * radius * 0.5 < kSize + radius * 2; ++row) {
    double y = empty_above + row * radius * 0.5;
    for (int column = -1; column <= across + 1; ++column) {
      Point centre{column * radius * 2 + (row % 2 ? radius : 0), y + radius};
      bool special = random.chance(0.1);
      for (int band = 0; band < bands; ++band) {
        double size = radius * (1 - static_cast<double>(band) / bands);
        Colour colour = band % 2 ? ground : (special ? palette.ink(2) : blend(line, palette.ink(3), 0.12 * (row % 4)));
        drawing.circle(centre, size, Paint::filled(colour));
      }
    }
  }
}

}  // namespace mtm::sandbox
