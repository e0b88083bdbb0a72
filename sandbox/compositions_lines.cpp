#include <cmath>

#include "sandbox/compositions.hpp"

namespace mtm::sandbox {

// Mountains of a signal, one behind the other.
void ridgelines(Drawing& drawing, Random& random, const Palette& palette) {
  Colour ground = palette.dark(), line = palette.light();
  if (random.chance(0.35)) std::swap(ground, line);
  Colour accent = palette.ink(random.below(4));
  drawing.rect({}, kSize, kSize, Paint::filled(ground));
  double peaks[3], widths[3], heights[3];
  for (int peak = 0; peak < 3; ++peak) {
    peaks[peak] = random.within(200, 440);
    widths[peak] = random.within(30, 95);
    heights[peak] = random.within(30, 88);
  }
  int lines = random.between(20, 28);
  int marked = random.between(4, lines - 4);
  for (int row = 0; row < lines; ++row) {
    double y = 150 + row * 400.0 / lines;
    std::vector<Point> points;
    for (double x = 84; x <= 556; x += 14) {
      double rise = 0;
      for (int peak = 0; peak < 3; ++peak) {
        double off = (x - peaks[peak] - 16 * std::sin(row * 0.6 + peak * 2)) / widths[peak];
        rise += heights[peak] * std::exp(-off * off) * random.within(0.35, 1);
      }
      points.push_back({x, y - rise - random.within(0, 3)});
    }
    Path path = Path::through(points, false);
    Paint paint = Paint::drawn(row == marked && accent.rgb != ground.rgb ? accent : line, row == marked ? 4 : 2.4);
    paint.fill = ground.text();
    drawing.path(path, paint);
  }
}

// Quarter circles in squares that join into endless bands.
void ribbons(Drawing& drawing, Random& random, const Palette& palette) {
  drawing.rect({}, kSize, kSize, Paint::filled(palette.paper));
  int across = random.between(4, 7);
  double side = kSize / across, radius = side / 2;
  Colour band = palette.contrast();
  Colour core = palette.ink(0).rgb == band.rgb ? palette.ink(1) : palette.ink(0);
  double width = side * random.within(0.34, 0.46);
  for (int row = 0; row < across; ++row) {
    for (int column = 0; column < across; ++column) {
      Point corner{column * side, row * side};
      bool falling = random.chance(0.5);
      drawing.inside_rect(corner, side, side);
      for (int pass = 0; pass < 2; ++pass) {
        for (int end : {0, 1}) {
          Point middle{corner.x + (falling == (end == 0) ? 0 : side), corner.y + (end == 0 ? 0 : side)};
          drawing.circle(middle, radius, Paint::drawn(pass ? core : band, pass ? width * 0.36 : width));
        }
      }
      drawing.end();
    }
  }
}

// Stripes over a ball that is not there.
void bulge(Drawing& drawing, Random& random, const Palette& palette) {
  Colour ground = palette.paper, ink = palette.contrast();
  drawing.rect({}, kSize, kSize, Paint::filled(ground));
  Point centre{random.within(240, 400), random.within(240, 400)};
  double radius = random.within(210, 270);
  int stripes = random.between(13, 19);
  // As a glass ball shows what lies behind it: the middle is large, the rim is crowded.
  auto bent = [&](double x, double y) {
    double dx = x - centre.x, dy = y - centre.y, distance = std::sqrt(dx * dx + dy * dy);
    if (distance >= radius || distance < 1e-6) return Point{x, y};
    double share = distance / radius;
    double push = std::sin(share * kTurn / 4) / share;
    return Point{centre.x + dx * push, centre.y + dy * push};
  };
  double width = kSize / stripes;
  double tilt = random.pick(std::array<double, 4>{0, 90, 45, -45});
  Colour middle = palette.ink(0).rgb == ink.rgb ? palette.ink(1) : palette.ink(0);
  drawing.group({kSize / 2, kSize / 2}, tilt).group({-kSize / 2, -kSize / 2});
  for (int stripe = -6; stripe < stripes + 6; ++stripe) {
    std::vector<Point> outline;
    double left = stripe * width, right = left + width * 0.5;
    for (int y = -160; y <= 800; y += 24) outline.push_back(bent(left, y));
    for (int y = 800; y >= -160; y -= 24) outline.push_back(bent(right, y));
    drawing.path(Path::through(outline, true), Paint::filled(stripe == stripes / 2 ? middle : ink));
  }
  drawing.end().end();
}

void bars(Drawing& drawing, Random& random, const Palette& palette) {
  drawing.rect({}, kSize, kSize, Paint::filled(palette.paper));
  double tilt = random.pick(std::array<double, 5>{-45, -30, 30, 45, -60});
  drawing.group({kSize / 2, kSize / 2}, tilt);
  double y = -430;
  std::size_t colour = random.below(4);
  while (y < 430) {
    double height = random.within(16, 92);
    double begin = random.within(-460, 60), length = random.within(240, 760);
    if (random.chance(0.78))
      drawing.rect({begin, y}, length, height, Paint::filled(palette.ink(colour++)),
                   random.chance(0.5) ? height / 2 : 0);
    y += height + random.within(6, 22);
  }
  drawing.end();
  if (random.chance(0.6)) {
    Point centre{random.within(190, 450), random.within(190, 450)};
    double radius = random.within(76, 130);
    drawing.circle(centre, radius, Paint::filled(palette.contrast()));
    drawing.circle(centre, radius * 0.42, Paint::filled(palette.paper));
  }
}

void cubes(Drawing& drawing, Random& random, const Palette& palette) {
  drawing.rect({}, kSize, kSize, Paint::filled(palette.paper));
  double side = random.within(52, 84), half = side * 0.866;
  Colour base = palette.ink(0);
  for (int row = -1; row * side * 1.5 < kSize + side * 2; ++row) {
    for (int column = -1; column * half * 2 < kSize + half * 2; ++column) {
      Point top{column * half * 2 + (row % 2 ? half : 0), row * side * 1.5};
      double luck = random.unit();
      Colour colour = luck < 0.62 ? base : palette.ink(1 + random.below(3));
      if (luck > 0.93) continue;
      Colour lit = blend(colour, palette.light(), 0.38), shaded = blend(colour, palette.dark(), 0.45);
      Point mid{top.x, top.y + side}, left{top.x - half, top.y + side / 2}, right{top.x + half, top.y + side / 2};
      drawing.path(Path::polygon({top, right, mid, left}), Paint::filled(lit));
      drawing.path(Path::polygon({left, mid, {mid.x, mid.y + side}, {left.x, left.y + side}}), Paint::filled(colour));
      drawing.path(Path::polygon({right, mid, {mid.x, mid.y + side}, {right.x, right.y + side}}),
                   Paint::filled(shaded));
    }
  }
}

// Wobbling rings, as on the map of a mountain or in an oil lamp.
void contours(Drawing& drawing, Random& random, const Palette& palette) {
  bool filled = random.chance(0.62);
  drawing.rect({}, kSize, kSize, Paint::filled(palette.paper));
  Point centre{random.within(200, 440), random.within(200, 440)};
  int rings = filled ? random.between(9, 12) : random.between(15, 20);
  int lobes = random.between(3, 6);
  double phase = random.unit(), wobble = random.within(0.08, 0.2);
  std::size_t start = random.below(4);
  for (int ring = rings; ring > 0; --ring) {
    double radius = 560.0 * ring / rings;
    std::vector<Point> outline;
    for (int point = 0; point < 22; ++point) {
      double turn = point / 22.0 * kTurn;
      double reach = radius * (1 + wobble * std::sin(lobes * turn + phase * kTurn + ring * 0.35) +
                               wobble * 0.6 * std::sin((lobes - 1) * turn - ring * 0.22));
      outline.push_back({centre.x + reach * std::cos(turn), centre.y + reach * std::sin(turn)});
    }
    auto path = Path::through(outline, true);
    if (filled)
      drawing.path(path,
                   Paint::filled(ring % 5 == 4 ? palette.paper : palette.ink(start + static_cast<std::size_t>(ring))));
    else
      drawing.path(path, Paint::drawn(ring % 4 ? palette.contrast() : palette.ink(start), ring % 4 ? 2.4 : 5));
  }
}

// A ball of dots.
void halftone(Drawing& drawing, Random& random, const Palette& palette) {
  Colour ground = palette.paper, ink = palette.contrast();
  Colour second = palette.ink(0).rgb == ink.rgb ? palette.ink(1) : palette.ink(0);
  drawing.rect({}, kSize, kSize,
               Paint::filled(drawing.linear({0, 0}, {kSize, kSize}, ground, blend(ground, second, 0.5))));
  Point centre{random.within(260, 380), random.within(260, 380)};
  Point light{random.within(-130, 130), random.within(-170, -60)};
  double radius = random.within(200, 250);
  double step = random.within(19, 23);
  for (int row = 0; row * step * 0.866 < kSize; ++row) {
    for (int column = 0; column * step < kSize + step; ++column) {
      Point dot{column * step + (row % 2 ? step / 2 : 0), row * step * 0.866};
      double dx = dot.x - centre.x, dy = dot.y - centre.y;
      double distance = std::sqrt(dx * dx + dy * dy) / radius;
      if (distance > 1) continue;
      double lx = (dx - light.x) / (radius * 1.5), ly = (dy - light.y) / (radius * 1.5);
      double shade = std::min(std::sqrt(lx * lx + ly * ly), 1.0);
      double size = step * (0.1 + 0.5 * shade);
      drawing.circle(dot, size, Paint::filled(ink));
    }
  }
}

}  // namespace mtm::sandbox
