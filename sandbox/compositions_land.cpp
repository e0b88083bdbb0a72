#include <cmath>

#include "sandbox/compositions.hpp"

namespace mtm::sandbox {
namespace {

// A soft crest from edge to edge, closed along the bottom.
Path crest(Random& random, double height, double swing, int points) {
  std::vector<Point> line;
  double phase = random.within(0, kTurn), slope = random.within(-0.12, 0.12);
  for (int place = -1; place <= points + 1; ++place) {
    double x = kSize * place / points;
    double y =
        height + swing * std::sin(phase + place * 1.35) + random.within(-0.4, 0.4) * swing + slope * (x - kSize / 2);
    line.push_back({x, y});
  }
  Path path = Path::through(line, false);
  return path.line({kSize * 1.3, kSize + 40}).line({-kSize * 0.3, kSize + 40}).close();
}

Path jagged(Random& random, double height, double swing) {
  std::vector<Point> line;
  double x = -40;
  bool up = true;
  while (x < kSize + 80) {
    line.push_back({x, height + (up ? -swing * random.within(0.3, 1) : swing * random.within(0, 0.4))});
    x += random.within(35, 95);
    up = !up;
  }
  line.push_back({kSize + 80, kSize + 40});
  line.push_back({-80, kSize + 40});
  return Path::polygon(line);
}

}  // namespace

void hills(Drawing& drawing, Random& random, const Palette& palette) {
  Colour sky = palette.paper, low = blend(palette.paper, palette.ink(0), 0.45);
  drawing.rect({}, kSize, kSize, Paint::filled(drawing.linear({0, 0}, {0, kSize * 0.75}, sky, low)));
  Point sun{random.within(150, 490), random.within(150, 300)};
  double radius = random.within(70, 125);
  Colour sunlight = palette.ink(1);
  for (int ring = 3; ring > 0; --ring)
    drawing.circle(sun, radius + ring * random.within(26, 38), Paint::filled(sunlight, 0.13));
  drawing.circle(sun, radius, Paint::filled(sunlight));
  int layers = random.between(4, 6);
  double begin = random.within(300, 370);
  Colour near = palette.dark();
  Colour far = blend(palette.ink(2), low, 0.35);
  for (int layer = 0; layer < layers; ++layer) {
    double depth = static_cast<double>(layer) / (layers - 1);
    double height = begin + depth * (kSize - begin) * 0.72;
    drawing.path(crest(random, height, 26 + 22 * depth, random.between(4, 6)), Paint::filled(blend(far, near, depth)));
  }
}

void lake(Drawing& drawing, Random& random, const Palette& palette) {
  Colour dark = palette.dark(), light = palette.light();
  Colour sky = blend(dark, palette.ink(0), 0.35);
  double shore = random.within(360, 430);
  drawing.rect(
      {}, kSize, kSize,
      Paint::filled(drawing.linear({0, 0}, {0, shore}, blend(dark, sky, 0.3), blend(sky, palette.ink(1), 0.55))));
  for (int star = 0; star < 34; ++star) {
    Point place{random.within(0, kSize), random.within(0, shore * 0.7)};
    drawing.circle(place, random.within(0.8, 2.1), Paint::filled(light, random.within(0.35, 0.9)));
  }
  Point moon{random.within(170, 470), random.within(110, 220)};
  double radius = random.within(46, 84);
  drawing.circle(moon, radius * 2.6, Paint::filled(drawing.radial(moon, radius * 2.6, light, light, 0), 0.35));
  drawing.circle(moon, radius, Paint::filled(light));
  drawing.path(jagged(random, shore - 30, 110), Paint::filled(blend(dark, palette.ink(2), 0.35)));
  drawing.path(jagged(random, shore, 60), Paint::filled(blend(dark, palette.ink(2), 0.12)));
  drawing.rect({0, shore}, kSize, kSize - shore,
               Paint::filled(drawing.linear({0, shore}, {0, kSize}, blend(sky, palette.ink(1), 0.3), dark)));
  for (int line = 0; line < 17; ++line) {
    double depth = line / 17.0;
    double y = shore + 10 + depth * depth * (kSize - shore);
    double width = radius * (0.7 + 2.2 * depth) * random.within(0.4, 1.1);
    double x = moon.x - width / 2 + random.within(-14, 14);
    drawing.rect({x, y}, width, 2 + 5 * depth, Paint::filled(light, 0.75 - 0.4 * depth), 3);
  }
}

void skyline(Drawing& drawing, Random& random, const Palette& palette) {
  Colour dark = palette.dark(), light = palette.light();
  Colour glow = palette.ink(0).rgb == dark.rgb ? palette.ink(1) : palette.ink(0);
  drawing.rect({}, kSize, kSize, Paint::filled(drawing.linear({0, 0}, {0, kSize}, dark, blend(dark, glow, 0.85))));
  Point moon{random.within(140, 500), random.within(120, 230)};
  drawing.circle(moon, random.within(60, 110), Paint::filled(blend(light, glow, 0.15)));
  for (int row = 0; row < 3; ++row) {
    double depth = row / 2.0;
    Colour wall = blend(blend(dark, glow, 0.45), dark, 0.25 + 0.75 * depth);
    double x = random.within(-40, 0);
    while (x < kSize) {
      double width = random.within(44, 104), height = random.within(90, 300) * (1.25 - 0.35 * depth);
      double top = kSize - 40 - height + depth * 50;
      drawing.rect({x, top}, width, kSize - top, Paint::filled(wall));
      if (random.chance(0.25))
        drawing.rect({x + width / 2 - 1.5, top - random.within(20, 60)}, 3, 62, Paint::filled(wall));
      if (row > 0) {
        for (double wy = top + 16; wy < kSize - 24; wy += 24) {
          for (double wx = x + 10; wx + 9 < x + width - 6; wx += 19) {
            if (random.chance(0.34))
              drawing.rect({wx, wy}, 8, 12,
                           Paint::filled(random.chance(0.8) ? blend(palette.ink(1), light, 0.5) : palette.ink(2), 0.9));
          }
        }
      }
      x += width + random.within(0, 14) * (1 - depth);
    }
  }
}

void horizon(Drawing& drawing, Random& random, const Palette& palette) {
  Colour dark = palette.dark();
  Colour hot = palette.ink(0).rgb == dark.rgb ? palette.ink(3) : palette.ink(0);
  Colour warm = palette.ink(1).rgb == dark.rgb ? palette.light() : palette.ink(1);
  Colour cold = palette.ink(2).rgb == dark.rgb ? palette.light() : palette.ink(2);
  double line = random.within(370, 420);
  drawing.rect({}, kSize, kSize, Paint::filled(drawing.linear({0, 0}, {0, line}, dark, blend(dark, hot, 0.55))));
  Point sun{kSize / 2 + random.within(-60, 60), line - random.within(60, 110)};
  double radius = random.within(130, 175);
  drawing.inside_circle(sun, radius);
  drawing.rect({sun.x - radius, sun.y - radius}, radius * 2, radius * 2,
               Paint::filled(drawing.linear({0, sun.y - radius}, {0, sun.y + radius}, warm, hot)));
  Colour behind = blend(dark, hot, 0.42);
  for (int slit = 0; slit < 9; ++slit)
    drawing.rect({sun.x - radius, sun.y - 20 + slit * 22.0}, radius * 2, 2.5 + slit * 1.7, Paint::filled(behind));
  drawing.end();
  drawing.path(jagged(random, line - 2, 50), Paint::filled(blend(dark, hot, 0.16)));
  drawing.rect({0, line}, kSize, kSize - line,
               Paint::filled(drawing.linear({0, line}, {0, kSize}, blend(dark, hot, 0.3), dark)));
  for (int ray = -14; ray <= 14; ++ray)
    drawing.line({kSize / 2 + ray * 16.0, line}, {kSize / 2 + ray * 118.0, kSize}, Paint::drawn(cold, 1.6, 0.8));
  for (int row = 0; row < 11; ++row) {
    double depth = row / 10.0;
    double y = line + depth * depth * (kSize - line);
    drawing.line({0, y}, {kSize, y}, Paint::drawn(cold, 1 + 1.6 * depth, 0.85));
  }
}

void botanical(Drawing& drawing, Random& random, const Palette& palette) {
  drawing.rect({}, kSize, kSize, Paint::filled(palette.paper));
  Colour ground = palette.ink(0), leaf = palette.ink(1), other = palette.ink(2);
  double arch = random.within(170, 225);
  if (random.chance(0.6)) {
    Path door;
    door.move({kSize / 2 - arch, kSize})
        .line({kSize / 2 - arch, 300})
        .arc(arch, false, true, {kSize / 2 + arch, 300})
        .line({kSize / 2 + arch, kSize})
        .close();
    drawing.path(door, Paint::filled(ground));
  } else {
    drawing.circle({kSize / 2, kSize / 2 - 20}, arch + 40, Paint::filled(ground));
  }
  int stems = random.between(3, 5);
  for (int stem = 0; stem < stems; ++stem) {
    double place = (stem - (stems - 1) / 2.0);
    double x = kSize / 2 + place * random.within(64, 84);
    double top = random.within(120, 260) + std::abs(place) * 46;
    double lean = place * random.within(14, 34);
    Colour colour = stem % 2 ? leaf : other;
    Colour stalk = blend(colour, palette.dark(), 0.3);
    drawing.path(Path().move({x - lean * 0.3, kSize + 10}).curve({x, kSize * 0.75}, {x, top + 150}, {x + lean, top}),
                 Paint::drawn(stalk, 4.5));
    int pairs = random.between(5, 8);
    double plump = random.within(15, 25), reach = random.within(58, 86);
    for (int pair = 0; pair < pairs; ++pair) {
      double share = (pair + 0.6) / pairs;
      Point joint{x + lean * share * share, kSize - 20 - share * (kSize - 20 - top)};
      for (int side : {-1, 1}) {
        double size = 1.05 - 0.5 * share;
        drawing.group(joint, side * (38 + 16 * share), size);
        double tip = side * reach;
        drawing.path(Path()
                         .move({})
                         .curve({tip * 0.3, -plump * 1.7}, {tip * 0.8, -plump * 1.5}, {tip, -plump * 0.4})
                         .curve({tip * 0.7, plump * 0.8}, {tip * 0.25, plump * 0.7}, {})
                         .close(),
                     Paint::filled(colour));
        drawing.end();
      }
    }
    if (random.chance(0.6)) drawing.circle({x + lean, top - 6}, random.within(14, 24), Paint::filled(palette.ink(3)));
  }
}

}  // namespace mtm::sandbox
