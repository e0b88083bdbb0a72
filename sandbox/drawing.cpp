#include "sandbox/drawing.hpp"

#include <fmt/format.h>

#include <cmath>

namespace mtm::sandbox {
namespace {

// "12.5", "12", "-3": no needless figures.
void append(std::string& out, double number) {
  auto tenths = static_cast<long long>(std::llround(number * 10));
  if (tenths < 0) {
    out += '-';
    tenths = -tenths;
  }
  fmt::format_to(std::back_inserter(out), "{}", tenths / 10);
  if (tenths % 10) fmt::format_to(std::back_inserter(out), ".{}", tenths % 10);
}

void attribute(std::string& out, std::string_view name, double number) {
  fmt::format_to(std::back_inserter(out), " {}=\"", name);
  append(out, number);
  out += '"';
}

void escape(std::string& out, std::string_view text) {
  for (char letter : text) {
    if (letter == '&')
      out += "&amp;";
    else if (letter == '<')
      out += "&lt;";
    else if (static_cast<unsigned char>(letter) >= ' ')
      out += letter;
  }
}

unsigned channel(unsigned left, unsigned right, int shift, double share) {
  double from = left >> shift & 0xff, to = right >> shift & 0xff;
  return static_cast<unsigned>(std::lround(from + (to - from) * share)) << shift;
}

}  // namespace

double Colour::lightness() const {
  auto part = [&](int shift) { return static_cast<double>(rgb >> shift & 0xff) / 255; };
  return 0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0);
}

std::string Colour::text() const { return fmt::format("#{:06x}", rgb); }

Colour blend(Colour left, Colour right, double share) {
  return {channel(left.rgb, right.rgb, 16, share) | channel(left.rgb, right.rgb, 8, share) |
          channel(left.rgb, right.rgb, 0, share)};
}

Path& Path::put(char command, std::initializer_list<double> numbers) {
  text_ += command;
  bool first = true;
  for (double number : numbers) {
    if (!first && number > -0.05) text_ += ' ';
    append(text_, number);
    first = false;
  }
  return *this;
}

Path& Path::move(Point to) { return put('M', {to.x, to.y}); }
Path& Path::line(Point to) { return put('L', {to.x, to.y}); }
Path& Path::curve(Point control1, Point control2, Point to) {
  return put('C', {control1.x, control1.y, control2.x, control2.y, to.x, to.y});
}

Path& Path::arc(double radius, bool large, bool clockwise, Point to) {
  return put('A', {radius, radius, 0, large ? 1.0 : 0.0, clockwise ? 1.0 : 0.0, to.x, to.y});
}

Path& Path::close() {
  text_ += 'Z';
  return *this;
}

// Catmull-Rom: each piece leaves and arrives in the direction of its neighbours.
Path Path::through(const std::vector<Point>& points, bool closed) {
  Path path;
  auto count = static_cast<int>(points.size());
  auto at = [&](int number) {
    if (closed) return points[static_cast<std::size_t>((number + count) % count)];
    return points[static_cast<std::size_t>(std::min(std::max(number, 0), count - 1))];
  };
  path.move(at(0));
  for (int number = 0; number < (closed ? count : count - 1); ++number) {
    Point before = at(number - 1), from = at(number), to = at(number + 1), after = at(number + 2);
    path.curve({from.x + (to.x - before.x) / 6, from.y + (to.y - before.y) / 6},
               {to.x - (after.x - from.x) / 6, to.y - (after.y - from.y) / 6}, to);
  }
  if (closed) path.close();
  return path;
}

Path Path::polygon(const std::vector<Point>& points) {
  Path path;
  path.move(points.front());
  for (std::size_t number = 1; number < points.size(); ++number) path.line(points[number]);
  return path.close();
}

Paint Paint::filled(Colour colour, double opacity) { return filled(colour.text(), opacity); }
Paint Paint::filled(const std::string& reference, double opacity) { return {reference, "", 0, opacity}; }
Paint Paint::drawn(Colour colour, double width, double opacity) { return {"none", colour.text(), width, opacity}; }

void Drawing::paint(const Paint& paint) {
  fmt::format_to(std::back_inserter(shapes_), " fill=\"{}\"", paint.fill);
  if (!paint.stroke.empty()) {
    fmt::format_to(std::back_inserter(shapes_), " stroke=\"{}\"", paint.stroke);
    attribute(shapes_, "stroke-width", paint.width);
  }
  if (paint.opacity < 1) fmt::format_to(std::back_inserter(shapes_), " opacity=\"{:.2f}\"", paint.opacity);
}

Drawing& Drawing::rect(Point corner, double width, double height, const Paint& how, double radius) {
  shapes_ += "<rect";
  attribute(shapes_, "x", corner.x);
  attribute(shapes_, "y", corner.y);
  attribute(shapes_, "width", width);
  attribute(shapes_, "height", height);
  if (radius > 0) attribute(shapes_, "rx", radius);
  paint(how);
  shapes_ += "/>";
  return *this;
}

Drawing& Drawing::circle(Point centre, double radius, const Paint& how) {
  shapes_ += "<circle";
  attribute(shapes_, "cx", centre.x);
  attribute(shapes_, "cy", centre.y);
  attribute(shapes_, "r", radius);
  paint(how);
  shapes_ += "/>";
  return *this;
}

Drawing& Drawing::ellipse(Point centre, double across, double down, double degrees, const Paint& how) {
  shapes_ += "<ellipse";
  attribute(shapes_, "rx", across);
  attribute(shapes_, "ry", down);
  fmt::format_to(std::back_inserter(shapes_), " transform=\"translate({:.1f} {:.1f}) rotate({:.1f})\"", centre.x,
                 centre.y, degrees);
  paint(how);
  shapes_ += "/>";
  return *this;
}

Drawing& Drawing::line(Point from, Point to, const Paint& how) { return path(Path().move(from).line(to), how); }

Drawing& Drawing::path(const Path& path, const Paint& how) {
  fmt::format_to(std::back_inserter(shapes_), "<path d=\"{}\"", path.text());
  paint(how);
  shapes_ += "/>";
  return *this;
}

Drawing& Drawing::words(Point start, double size, std::string_view font, int weight, const Paint& how,
                        std::string_view text, bool at_end) {
  shapes_ += "<text";
  attribute(shapes_, "x", start.x);
  attribute(shapes_, "y", start.y);
  attribute(shapes_, "font-size", size);
  fmt::format_to(std::back_inserter(shapes_), " font-family=\"{}\" font-weight=\"{}\"", font, weight);
  if (at_end) shapes_ += " text-anchor=\"end\"";
  paint(how);
  shapes_ += '>';
  escape(shapes_, text);
  shapes_ += "</text>";
  return *this;
}

Drawing& Drawing::group(Point origin, double degrees, double scale) {
  fmt::format_to(std::back_inserter(shapes_), "<g transform=\"translate({:.1f} {:.1f})", origin.x, origin.y);
  if (degrees != 0) fmt::format_to(std::back_inserter(shapes_), " rotate({:.1f})", degrees);
  if (scale != 1) fmt::format_to(std::back_inserter(shapes_), " scale({:.3f})", scale);
  shapes_ += "\">";
  return *this;
}

Drawing& Drawing::inside_circle(Point centre, double radius) {
  auto name = next_name();
  fmt::format_to(std::back_inserter(definitions_),
                 "<clipPath id=\"{}\"><circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\"/></clipPath>", name, centre.x,
                 centre.y, radius);
  fmt::format_to(std::back_inserter(shapes_), "<g clip-path=\"url(#{})\">", name);
  return *this;
}

Drawing& Drawing::inside_rect(Point corner, double width, double height) {
  auto name = next_name();
  fmt::format_to(
      std::back_inserter(definitions_), "<clipPath id=\"{}\"><path d=\"{}\"/></clipPath>", name,
      Path::polygon(
          {corner, {corner.x + width, corner.y}, {corner.x + width, corner.y + height}, {corner.x, corner.y + height}})
          .text());
  fmt::format_to(std::back_inserter(shapes_), "<g clip-path=\"url(#{})\">", name);
  return *this;
}

Drawing& Drawing::end() {
  shapes_ += "</g>";
  return *this;
}

std::string Drawing::next_name() { return fmt::format("d{}", names_++); }

std::string Drawing::linear(Point from, Point to, Colour first, Colour last) {
  auto name = next_name();
  fmt::format_to(std::back_inserter(definitions_),
                 "<linearGradient id=\"{}\" gradientUnits=\"userSpaceOnUse\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" "
                 "y2=\"{:.1f}\">"
                 "<stop stop-color=\"{}\"/><stop offset=\"1\" stop-color=\"{}\"/></linearGradient>",
                 name, from.x, from.y, to.x, to.y, first.text(), last.text());
  return fmt::format("url(#{})", name);
}

std::string Drawing::radial(Point centre, double radius, Colour inner, Colour outer, double outer_opacity) {
  auto name = next_name();
  fmt::format_to(
      std::back_inserter(definitions_),
      "<radialGradient id=\"{}\" gradientUnits=\"userSpaceOnUse\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\">"
      "<stop stop-color=\"{}\"/><stop offset=\"1\" stop-color=\"{}\" stop-opacity=\"{:.2f}\"/></radialGradient>",
      name, centre.x, centre.y, radius, inner.text(), outer.text(), outer_opacity);
  return fmt::format("url(#{})", name);
}

std::string Drawing::finish() && {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 640\" width=\"640\" "
      "height=\"640\"><defs>{}</defs>{}</svg>",
      definitions_, shapes_);
}

}  // namespace mtm::sandbox
