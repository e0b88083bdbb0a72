#include "transfer/words.hpp"

#include <fmt/format.h>

#include "core/utf8.hpp"

namespace mtm::transfer {

namespace {

/// Control characters, those of U+0080 to U+009F among them: terminals obey them.
bool control(std::string_view letter) {
  auto first = static_cast<unsigned char>(letter[0]);
  if (letter.size() == 1) return first < 0x20 || first == 0x7f;
  return first == 0xc2 && static_cast<unsigned char>(letter[1]) < 0xa0;
}

}  // namespace

std::string printable(std::string_view text, std::size_t most) {
  std::string shown;
  for (std::size_t letters = 0; !text.empty(); ++letters) {
    if (letters == most) return shown + "…";
    auto length = utf8_length(text);
    auto letter = text.substr(0, length == 0 ? 1 : length);
    if (length == 0 || control(letter)) {
      for (unsigned char byte : letter) shown += fmt::format("\\x{:02x}", byte);
    } else {
      shown += letter;
    }
    text.remove_prefix(letter.size());
  }
  return shown;
}

std::string counted(std::int64_t number) {
  auto digits = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > (number < 0 ? 1 : 0); at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

}  // namespace mtm::transfer
