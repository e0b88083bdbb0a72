// A sheet to draw on: shapes become SVG text. Coordinates have one decimal, which is a tenth of a pixel at full size.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace mtm::sandbox {

struct Point {
  double x = 0, y = 0;
};

/// 0xrrggbb.
struct Colour {
  unsigned rgb = 0;

  double lightness() const;  // 0 black … 1 white, as the eye sees it
  std::string text() const;  // "#1f2d3a"
};

/// From `left` (share 0) to `right` (share 1).
Colour blend(Colour left, Colour right, double share);

/// The line of a path: "M0 0L10 5…".
class Path {
 public:
  Path& move(Point to);
  Path& line(Point to);
  Path& curve(Point control1, Point control2, Point to);
  /// An arc of a circle.
  Path& arc(double radius, bool large, bool clockwise, Point to);
  Path& close();
  const std::string& text() const { return text_; }

  /// A soft line through all points, closed or open.
  static Path through(const std::vector<Point>& points, bool closed);
  static Path polygon(const std::vector<Point>& points);

 private:
  Path& put(char command, std::initializer_list<double> numbers);
  std::string text_;
};

/// How a shape is painted. Empty texts are left out.
struct Paint {
  std::string fill = "none", stroke;
  double width = 0, opacity = 1;

  static Paint filled(Colour colour, double opacity = 1);
  static Paint filled(const std::string& reference, double opacity = 1);
  static Paint drawn(Colour colour, double width, double opacity = 1);
};

class Drawing {
 public:
  static constexpr double kSize = 640;

  Drawing& rect(Point corner, double width, double height, const Paint& paint, double radius = 0);
  Drawing& circle(Point centre, double radius, const Paint& paint);
  Drawing& ellipse(Point centre, double across, double down, double degrees, const Paint& paint);
  Drawing& line(Point from, Point to, const Paint& paint);
  Drawing& path(const Path& path, const Paint& paint);
  Drawing& words(Point start, double size, std::string_view font, int weight, const Paint& paint, std::string_view text,
                 bool at_end = false);

  /// Shapes until end() are moved, turned, or shown only inside a shape.
  Drawing& group(Point origin, double degrees = 0, double scale = 1);
  Drawing& inside_circle(Point centre, double radius);
  Drawing& inside_rect(Point corner, double width, double height);
  Drawing& end();

  /// References to paints: they go into Paint::fill.
  std::string linear(Point from, Point to, Colour first, Colour last);
  std::string radial(Point centre, double radius, Colour inner, Colour outer, double outer_opacity = 1);

  std::string finish() &&;

 private:
  void paint(const Paint& paint);
  std::string next_name();

  std::string shapes_, definitions_;
  int names_ = 0;
};

}  // namespace mtm::sandbox
