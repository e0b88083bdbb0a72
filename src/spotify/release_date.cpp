#include "spotify/release_date.hpp"

#include <charconv>

namespace mtm::spotify {

namespace {

/// The number in `length` digits at `start`; nothing when there are other characters.
std::optional<unsigned> digits(std::string_view text, std::size_t start, std::size_t length) {
  auto part = text.substr(start, length);
  unsigned value = 0;
  auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
  if (part.size() != length || error != std::errc() || end != part.data() + part.size()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<ReleaseDate> release_date(std::string_view text) {
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return std::nullopt;
  auto year = digits(text, 0, 4);
  if (!year || *year == 0) return std::nullopt;
  auto precision = Precision::year;
  std::optional<unsigned> month = 1, day = 1;
  if (text.size() >= 7) {
    if (text[4] != '-') return std::nullopt;
    month = digits(text, 5, 2);
    precision = Precision::month;
  }
  if (text.size() == 10) {
    if (text[7] != '-') return std::nullopt;
    day = digits(text, 8, 2);
    precision = Precision::day;
  }
  if (!month || !day) return std::nullopt;
  auto date = std::chrono::year(static_cast<int>(*year)) / std::chrono::month(*month) / std::chrono::day(*day);
  if (!date.ok()) return std::nullopt;
  return ReleaseDate{std::string(text), precision};
}

}  // namespace mtm::spotify
