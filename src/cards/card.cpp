#include "cards/card.hpp"

#include <cairo.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string_view>

#include "core/utf8.hpp"

namespace mtm::cards {

namespace {

/// More characters than fit anywhere; what Pango has to shape is bounded by them.
constexpr std::size_t kMostCharacters = 120;

/// The lettering of the pages, and for other scripts whatever the system has.
constexpr const char* kFamilies = "Roboto Condensed,Noto Sans,sans-serif";

struct Colour {
  double red, green, blue;
};

constexpr Colour colour(unsigned rgb) {
  return {static_cast<double>(rgb >> 16 & 0xFFU) / 255, static_cast<double>(rgb >> 8 & 0xFFU) / 255,
          static_cast<double>(rgb & 0xFFU) / 255};
}

// Those of the departure board (web/styles/tokens.css).
constexpr Colour kBoard = colour(0x14181d), kFlap = colour(0x262d35), kInk = colour(0xf7f3e6), kSoft = colour(0xaab3bc),
                 kHairline = colour(0x2d353e), kSignal = colour(0xffcf00);

struct Box {
  double x, y, width, height;
};

/// Where things stand, in pixels.
struct Measures {
  int width, height;
  double margin;
  double band;  // of the name of the product, above the yellow rule
  double mark, brand;
  double title_top, title, period;
  double lines_top, line, flap, name, detail, figure;
  std::size_t lines;
};

constexpr Measures kWide{1200, 630, 56, 86, 50, 30, 106, 60, 30, 242, 74, 54, 32, 23, 28, 5};
constexpr Measures kTall{1080, 1920, 72, 150, 84, 46, 200, 104, 46, 428, 140, 88, 52, 36, 42, 10};

const Measures& measures_of(Form form) { return form == Form::preview ? kWide : kTall; }

struct Destroy {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* canvas) const { cairo_destroy(canvas); }
  void operator()(cairo_font_options_t* options) const { cairo_font_options_destroy(options); }
  void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
  void operator()(PangoLayout* layout) const { g_object_unref(layout); }
};
template <class T>
using Owned = std::unique_ptr<T, Destroy>;

/// The text as Pango takes it: UTF-8 of a bounded length, on one line.
std::string drawable(std::string_view text) {
  std::string clean;
  std::size_t characters = 0;
  while (!text.empty() && characters < kMostCharacters) {
    auto length = utf8_length(text);
    if (length == 0 || static_cast<unsigned char>(text.front()) < ' ') {
      clean += length == 0 ? "\xEF\xBF\xBD" : " ";
      length = 1;
    } else {
      clean += text.substr(0, length);
    }
    text.remove_prefix(length);
    ++characters;
  }
  return clean;
}

struct Style {
  double size;
  Colour colour;
  bool bold = true;
  PangoAlignment align = PANGO_ALIGN_LEFT;
};

/// One line of text in a box: what is longer than the box ends in an ellipsis, what is higher is cut.
class Writing {
 public:
  Writing(cairo_t* canvas, const Style& style, std::string_view text) : canvas_(canvas), style_(style) {
    layout_.reset(pango_cairo_create_layout(canvas));
    if (!layout_) throw std::runtime_error("a text can't be laid out");
    Owned<PangoFontDescription> font(pango_font_description_new());
    pango_font_description_set_family_static(font.get(), kFamilies);
    pango_font_description_set_weight(font.get(), style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
    pango_layout_set_font_description(layout_.get(), font.get());
    pango_layout_set_single_paragraph_mode(layout_.get(), TRUE);
    pango_layout_set_ellipsize(layout_.get(), PANGO_ELLIPSIZE_END);
    pango_layout_set_alignment(layout_.get(), style.align);
    auto shown = drawable(text);
    pango_layout_set_text(layout_.get(), shown.data(), static_cast<int>(shown.size()));
  }

  double width() const {
    int width = 0;
    pango_layout_get_pixel_size(layout_.get(), &width, nullptr);
    return width;
  }

  /// In the middle of the box's height.
  void draw(const Box& box) {
    pango_layout_set_width(layout_.get(), static_cast<int>(box.width * PANGO_SCALE));
    int height = 0;
    pango_layout_get_pixel_size(layout_.get(), nullptr, &height);
    cairo_save(canvas_);
    cairo_rectangle(canvas_, box.x, box.y, box.width, box.height);
    cairo_clip(canvas_);
    cairo_set_source_rgb(canvas_, style_.colour.red, style_.colour.green, style_.colour.blue);
    cairo_move_to(canvas_, box.x, box.y + (box.height - height) / 2);
    pango_cairo_show_layout(canvas_, layout_.get());
    cairo_restore(canvas_);
  }

 private:
  cairo_t* canvas_;
  Style style_;
  Owned<PangoLayout> layout_;
};

void write(cairo_t* canvas, const Style& style, std::string_view text, const Box& box) {
  Writing(canvas, style, text).draw(box);
}

void fill(cairo_t* canvas, Colour colour, const Box& box) {
  cairo_set_source_rgb(canvas, colour.red, colour.green, colour.blue);
  cairo_rectangle(canvas, box.x, box.y, box.width, box.height);
  cairo_fill(canvas);
}

void fill_rounded(cairo_t* canvas, Colour colour, const Box& box, double radius) {
  constexpr double kQuarter = 1.5707963267948966;
  double right = box.x + box.width - radius, bottom = box.y + box.height - radius;
  double left = box.x + radius, top = box.y + radius;
  cairo_new_sub_path(canvas);
  cairo_arc(canvas, right, top, radius, -kQuarter, 0);
  cairo_arc(canvas, right, bottom, radius, 0, kQuarter);
  cairo_arc(canvas, left, bottom, radius, kQuarter, 2 * kQuarter);
  cairo_arc(canvas, left, top, radius, 2 * kQuarter, 3 * kQuarter);
  cairo_close_path(canvas);
  cairo_set_source_rgb(canvas, colour.red, colour.green, colour.blue);
  cairo_fill(canvas);
}

void stroke(cairo_t* canvas, Colour colour, double width) {
  cairo_set_source_rgb(canvas, colour.red, colour.green, colour.blue);
  cairo_set_line_width(canvas, width);
  cairo_stroke(canvas);
}

/// The clock that runs backwards, as web/images/mark.svg has it on a field of 32.
void draw_mark(cairo_t* canvas, double x, double y, double size) {
  cairo_save(canvas);
  cairo_translate(canvas, x, y);
  cairo_scale(canvas, size / 32, size / 32);
  cairo_arc(canvas, 16, 16.2, 10.4, -2.53, 3.02);
  stroke(canvas, kSignal, 3);
  cairo_move_to(canvas, 4, 5.4);
  cairo_line_to(canvas, 4, 12.4);
  cairo_line_to(canvas, 11, 12.4);
  cairo_close_path(canvas);
  cairo_set_source_rgb(canvas, kSignal.red, kSignal.green, kSignal.blue);
  cairo_fill(canvas);
  cairo_move_to(canvas, 16, 9.6);
  cairo_line_to(canvas, 16, 16.4);
  cairo_line_to(canvas, 20.4, 19.2);
  stroke(canvas, kInk, 2.4);
  cairo_arc(canvas, 16, 16.2, 2.3, 0, 6.2831853);
  cairo_set_source_rgb(canvas, kInk.red, kInk.green, kInk.blue);
  cairo_fill(canvas);
  cairo_restore(canvas);
}

/// A number on a split flap.
void draw_flap(cairo_t* canvas, const Box& box, const std::string& text) {
  fill_rounded(canvas, kFlap, box, box.height / 12);
  write(canvas, {box.height * 0.62, kInk, true, PANGO_ALIGN_CENTER}, text, box);
  fill(canvas, kBoard, {box.x, box.y + box.height / 2 - 1, box.width, 2});
}

void draw_head(cairo_t* canvas, const Measures& at, const Card& card) {
  double inner = at.width - 2 * at.margin;
  draw_mark(canvas, at.margin, (at.band - at.mark) / 2, at.mark);
  double brand_left = at.margin + at.mark + at.brand / 2;
  Writing brand(canvas, {at.brand, kInk}, "Music Time Machine");
  double brand_width = brand.width();
  brand.draw({brand_left, 0, brand_width + 2, at.band});
  double person_left = brand_left + brand_width + at.brand;
  write(canvas, {at.brand, kSoft, false, PANGO_ALIGN_RIGHT}, card.person,
        {person_left, 0, at.margin + inner - person_left, at.band});
  fill(canvas, kSignal, {0, at.band, static_cast<double>(at.width), at.band / 14});
  write(canvas, {at.title, kInk}, card.title, {at.margin, at.title_top, inner, at.title * 1.25});
  write(canvas, {at.period, kSoft, false}, card.period,
        {at.margin, at.title_top + at.title * 1.25, inner, at.period * 1.4});
}

/// A name and what stands with it, from `left` on: below it, or above it.
void draw_names(cairo_t* canvas, const Measures& at, const Box& box, const Line& line, bool name_first) {
  if (line.detail.empty()) {
    write(canvas, {at.name, kInk}, line.name, box);
    return;
  }
  double name = at.name * 1.25, detail = at.detail * 1.25;
  double top = box.y + (box.height - name - detail) / 2;
  write(canvas, {at.name, kInk}, line.name, {box.x, name_first ? top : top + detail, box.width, name});
  write(canvas, {at.detail, kSoft, false}, line.detail, {box.x, name_first ? top + name : top, box.width, detail});
}

/// `rank` 0: it has none.
void draw_line(cairo_t* canvas, const Measures& at, double top, std::size_t rank, const Line& line) {
  double right = at.width - at.margin, left = at.margin;
  fill(canvas, kHairline, {left, top, right - left, 2});
  if (rank > 0) {
    draw_flap(canvas, {left, top + (at.line - at.flap) / 2, at.flap * 1.1, at.flap}, std::to_string(rank));
    left += at.flap * 1.1 + at.name * 0.7;
  }
  double name_right = right;
  if (!line.figure.empty()) {
    Writing figure(canvas, {at.figure, kSoft, false, PANGO_ALIGN_RIGHT}, line.figure);
    double width = std::min(figure.width() + 2, (right - left) / 2);
    figure.draw({right - width, top, width, at.line});
    name_right = right - width - at.name * 0.7;
  }
  draw_names(canvas, at, {left, top, name_right - left, at.line}, line, rank > 0);
}

void draw(cairo_t* canvas, const Measures& at, const Card& card) {
  fill(canvas, kBoard, {0, 0, static_cast<double>(at.width), static_cast<double>(at.height)});
  draw_head(canvas, at, card);
  double top = at.lines_top;
  if (card.lines.empty())
    write(canvas, {at.name, kSoft, false}, card.nothing, {at.margin, top, at.width - 2 * at.margin, at.line});
  std::size_t drawn = 0;
  for (const auto& line : card.lines) {
    if (drawn == at.lines) break;
    ++drawn;
    draw_line(canvas, at, top, card.ranked ? drawn : 0, line);
    top += at.line;
  }
}

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int size) {
  try {
    static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), size);
  } catch (const std::bad_alloc&) {
    return CAIRO_STATUS_NO_MEMORY;
  }
  return CAIRO_STATUS_SUCCESS;
}

void check(cairo_status_t status) {
  if (status != CAIRO_STATUS_SUCCESS)
    throw std::runtime_error(std::string("a picture can't be drawn: ") + cairo_status_to_string(status));
}

}  // namespace

std::size_t lines_of(Form form) { return measures_of(form).lines; }

std::string png(const Card& card, Form form) {
  const auto& at = measures_of(form);
  Owned<cairo_surface_t> surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, at.width, at.height));
  check(cairo_surface_status(surface.get()));
  Owned<cairo_t> canvas(cairo_create(surface.get()));
  Owned<cairo_font_options_t> options(cairo_font_options_create());
  cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
  cairo_set_font_options(canvas.get(), options.get());
  draw(canvas.get(), at, card);
  check(cairo_status(canvas.get()));
  cairo_surface_flush(surface.get());
  std::string bytes;
  check(cairo_surface_write_to_png_stream(surface.get(), append, &bytes));
  return bytes;
}

}  // namespace mtm::cards

#ifdef __has_feature
#if __has_feature(address_sanitizer)
/// Fontconfig keeps what it knows of fonts until the process ends, behind pointers that LeakSanitizer can't follow.
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig.so"; }
extern "C" const char* __lsan_default_options() { return "print_suppressions=0"; }
#endif
#endif
