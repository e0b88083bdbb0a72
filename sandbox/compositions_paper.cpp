#include <cmath>

#include "sandbox/compositions.hpp"

namespace mtm::sandbox {
namespace {

Point around(Point centre, double radius, double turn) {
  return {centre.x + radius * std::cos(turn * kTurn), centre.y + radius * std::sin(turn * kTurn)};
}

// A shape with soft fingers, as if cut by scissors without a drawing.
Path frond(Random& random, double size, int fingers) {
  std::vector<Point> outline;
  for (int finger = 0; finger < fingers; ++finger) {
    double turn = static_cast<double>(finger) / fingers;
    double reach = size * random.within(0.72, 1);
    double half = 0.17 / fingers;
    outline.push_back(around({}, reach * 0.95, turn - half));
    outline.push_back(around({}, reach, turn + half));
    outline.push_back(around({}, size * random.within(0.24, 0.36), turn + 0.5 / fingers));
  }
  return Path::through(outline, true);
}

Path pebble(Random& random, double size) {
  std::vector<Point> outline;
  int points = random.between(5, 7);
  for (int point = 0; point < points; ++point) {
    double reach = size * random.within(0.7, 1.05);
    outline.push_back(around({}, reach, static_cast<double>(point) / points));
  }
  return Path::through(outline, true);
}

}  // namespace

void cutouts(Drawing& drawing, Random& random, const Palette& palette) {
  drawing.rect({}, kSize, kSize, Paint::filled(palette.paper));
  // A ground of three or four sheets, laid not quite straight.
  int sheets = random.between(3, 4);
  for (int sheet = 0; sheet < sheets; ++sheet) {
    double width = random.within(250, 360), height = random.within(230, 340);
    Point corner{(sheet % 2) * 300.0 + random.within(-20, 30), (sheet / 2) * 300.0 + random.within(-20, 30)};
    drawing.group({corner.x + width / 2, corner.y + height / 2}, random.within(-3, 3));
    drawing.rect({-width / 2, -height / 2}, width, height,
                 Paint::filled(sheet == 3 ? palette.paper : palette.ink(static_cast<std::size_t>(sheet))));
    drawing.end();
  }
  int shapes = random.between(5, 7);
  for (int shape = 0; shape < shapes; ++shape) {
    Point place{random.within(100, 230) + (shape % 2) * 300, random.within(100, 220) + (shape / 2 % 2) * 300};
    Colour colour = shape % 3 == 2 ? palette.light() : palette.ink(static_cast<std::size_t>(shape + sheets));
    drawing.group(place, random.within(0, 360));
    if (random.chance(0.68))
      drawing.path(frond(random, random.within(110, 175), random.between(5, 9)), Paint::filled(colour));
    else
      drawing.path(pebble(random, random.within(55, 110)), Paint::filled(colour));
    drawing.end();
  }
}

void tiles(Drawing& drawing, Random& random, const Palette& palette) {
  int across = random.between(3, 5);
  double side = kSize / across;
  for (int row = 0; row < across; ++row) {
    for (int column = 0; column < across; ++column) {
      std::size_t first = random.below(5), second = (first + 1 + random.below(4)) % 5;
      auto colour = [&](std::size_t number) { return number == 4 ? palette.paper : palette.inks[number]; };
      double half = side / 2;
      drawing.group({column * side + half, row * side + half}, 90.0 * random.between(0, 3));
      drawing.rect({-half - 0.4, -half - 0.4}, side + 0.8, side + 0.8, Paint::filled(colour(first)));
      auto ink = Paint::filled(colour(second));
      auto third = Paint::filled(colour((second + 1 + first) % 5));
      switch (random.below(7)) {
        case 0:
          drawing.path(Path().move({-half, -half}).line({half, -half}).arc(side, false, true, {-half, half}).close(),
                       ink);
          break;
        case 1:
          drawing.path(Path().move({-half, -half}).line({half, -half}).arc(half, false, true, {-half, -half}).close(),
                       ink);
          drawing.path(Path().move({-half, 0}).line({half, 0}).arc(half, false, true, {-half, 0}).close(), third);
          break;
        case 2:
          drawing.circle({}, half * 0.78, ink).circle({}, half * 0.34, third);
          break;
        case 3:
          drawing.path(Path::polygon({{-half, -half}, {half, -half}, {-half, half}}), ink);
          break;
        case 4:
          drawing.path(Path()
                           .move({-half, 0})
                           .arc(half, false, true, {0, -half})
                           .line({half, -half})
                           .line({half, 0})
                           .arc(half, false, true, {0, half})
                           .line({-half, half})
                           .close(),
                       ink);
          break;
        case 5:
          for (int stripe = 0; stripe < 3; ++stripe)
            drawing.rect({-half, -half + side * (2 * stripe + 0.5) / 6}, side, side / 6, ink);
          break;
        default:
          drawing.path(Path().move({-half, half}).arc(side, false, true, {half, -half}).line({half, half}).close(),
                       ink);
          drawing.circle({half * 0.36, half * 0.36}, half * 0.3, third);
      }
      drawing.end();
    }
  }
}

void arches(Drawing& drawing, Random& random, const Palette& palette) {
  drawing.rect({}, kSize, kSize, Paint::filled(palette.paper));
  if (random.chance(0.6))
    drawing.circle({random.within(120, 520), random.within(90, 170)}, random.within(44, 76),
                   Paint::filled(palette.ink(3)));
  int count = random.between(2, 4);
  for (int arch = 0; arch < count; ++arch) {
    double outer = random.within(150, 240);
    Point foot{kSize * (arch + 0.5) / count + random.within(-40, 40), kSize + random.within(-10, 60)};
    double stilts = random.within(40, 210);
    int bands = random.between(4, 6);
    std::size_t start = random.below(4);
    for (int band = 0; band < bands; ++band) {
      double radius = outer * (1 - static_cast<double>(band) / bands);
      Colour colour = band % 2 && bands > 4 ? palette.paper : palette.ink(start + static_cast<std::size_t>(band));
      Path path;
      path.move({foot.x - radius, foot.y})
          .line({foot.x - radius, foot.y - stilts})
          .arc(radius, false, true, {foot.x + radius, foot.y - stilts})
          .line({foot.x + radius, foot.y})
          .close();
      drawing.path(path, Paint::filled(colour));
    }
  }
}

void discs(Drawing& drawing, Random& random, const Palette& palette) {
  drawing.rect({}, kSize, kSize, Paint::filled(palette.paper));
  double split = random.within(230, 410);
  bool upright = random.chance(0.5);
  if (random.chance(0.7)) {
    if (upright)
      drawing.rect({split, 0}, kSize - split, kSize, Paint::filled(palette.ink(0)));
    else
      drawing.rect({0, split}, kSize, kSize - split, Paint::filled(palette.ink(0)));
  }
  Point centre{kSize / 2 + random.within(-40, 40), kSize / 2 + random.within(-40, 40)};
  double radius = random.within(170, 225);
  drawing.circle(centre, radius, Paint::filled(palette.ink(1)));
  double turn = random.unit();
  Point second = around(centre, radius * random.within(0.5, 0.9), turn);
  double smaller = radius * random.within(0.45, 0.7);
  drawing.circle(second, smaller, Paint::filled(palette.ink(2)));
  // Where the two overlap they mix.
  drawing.inside_circle(centre, radius);
  drawing.circle(second, smaller, Paint::filled(blend(palette.ink(1), palette.ink(2), 0.5)));
  drawing.end();
  Point third = around(centre, radius * 1.05, turn + random.within(0.35, 0.6));
  drawing.circle(third, radius * random.within(0.14, 0.26), Paint::filled(palette.ink(3)));
  if (random.chance(0.5)) {
    drawing.inside_circle(second, smaller);
    for (double y = second.y - smaller; y < second.y + smaller; y += 13)
      drawing.line({second.x - smaller, y}, {second.x + smaller, y}, Paint::drawn(palette.light(), 2.2, 0.75));
    drawing.end();
  }
}

void sunburst(Drawing& drawing, Random& random, const Palette& palette) {
  Point centre{kSize / 2 + random.within(-70, 70), random.within(250, 440)};
  drawing.rect({}, kSize, kSize, Paint::filled(palette.paper));
  int rays = random.between(9, 18) * 2;
  double twist = random.chance(0.4) ? random.within(0.03, 0.09) : 0;
  for (int ray = 0; ray < rays; ray += 2) {
    double from = static_cast<double>(ray) / rays, to = static_cast<double>(ray + 1) / rays;
    Point a = around(centre, 900, from + twist), b = around(centre, 900, to + twist);
    Point inner = around(centre, 400, from - twist), other = around(centre, 400, to - twist);
    Path path;
    if (twist > 0)
      path.move(centre).curve(inner, inner, a).line(b).curve(other, other, centre).close();
    else
      path.move(centre).line(a).line(b).close();
    drawing.path(path, Paint::filled(ray % 4 ? palette.ink(0) : palette.ink(1)));
  }
  double radius = random.within(90, 135);
  drawing.circle(centre, radius + 34, Paint::filled(palette.ink(2)));
  drawing.circle(centre, radius + 16, Paint::filled(palette.paper));
  drawing.circle(centre, radius, Paint::filled(palette.ink(3)));
  if (random.chance(0.55)) {  // clouds below
    Colour cloud = palette.light();
    for (int row = 0; row < 2; ++row) {
      for (double x = -40; x < kSize + 60; x += random.within(62, 104)) {
        double size = random.within(52, 92);
        drawing.circle({x, kSize + 24 - (1 - row) * 44}, size,
                       Paint::filled(row ? cloud : blend(cloud, palette.ink(2), 0.35)));
      }
    }
  }
}

void petals(Drawing& drawing, Random& random, const Palette& palette) {
  drawing.rect({}, kSize, kSize, Paint::filled(palette.paper));
  Point centre{kSize / 2, kSize / 2};
  int count = random.between(4, 8) * 2;
  int rings = random.between(3, 4);
  for (int ring = 0; ring < rings; ++ring) {
    double reach = 410.0 * (rings - ring) / rings, wide = reach * random.within(0.55, 0.95) * 6 / count;
    Colour colour = palette.ink(static_cast<std::size_t>(ring));
    Colour vein = blend(colour, ring % 2 ? palette.light() : palette.dark(), 0.35);
    double offset = ring % 2 ? 0.5 : 0;
    for (int petal = 0; petal < count; ++petal) {
      drawing.group(centre, 360.0 * (petal + offset) / count);
      drawing.path(Path()
                       .move({})
                       .curve({wide, -reach * 0.4}, {wide * 0.8, -reach * 0.85}, {0, -reach})
                       .curve({-wide * 0.8, -reach * 0.85}, {-wide, -reach * 0.4}, {})
                       .close(),
                   Paint::filled(colour));
      drawing.line({0, -reach * 0.3}, {0, -reach * 0.8}, Paint::drawn(vein, 3));
      drawing.end();
    }
  }
  drawing.circle(centre, 52, Paint::filled(palette.dark()));
  drawing.circle(centre, 34, Paint::filled(palette.light()));
}

}  // namespace mtm::sandbox
