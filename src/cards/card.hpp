// The picture of a shared list: what link previews and stories show.
//
// Drawn with Cairo and Pango from what is given and nothing else: no file, no network, no clock. A picture takes some
// tens of milliseconds, so it is drawn on a thread for calculations. Sizes, the number of lines and the length of each
// text are bounded, and so are its time and memory.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace mtm::cards {

enum class Form {
  preview,  // 1200 x 630, for the previews of links
  story,    // 1080 x 1920, for stories
};

struct Line {
  std::string name;
  std::string detail;  // below the name; may be empty
  std::string figure;  // at the end of the line; may be empty
};

struct Card {
  std::string title;
  std::string period;
  std::string person;       // may be empty
  std::vector<Line> lines;  // the first lines_of() of them are drawn
  std::string nothing;      // is said when there are no lines
  bool ranked = true;       // lines have their places; otherwise each is a fact, and its detail, what it is, above it
};

/// How many lines a picture has room for.
std::size_t lines_of(Form form);

/// The picture as PNG. Text of any script; what is too long ends in an ellipsis, and text that is written from right to
/// left stands on the right. Throws std::runtime_error when there is not enough memory.
std::string png(const Card& card, Form form);

/// Grows by one whenever the same card is drawn in another way, so that a tag made of a card's content changes, too.
inline constexpr int kDrawnAs = 1;

}  // namespace mtm::cards
