#include "spotify/release_date.hpp"

#include <charconv>

namespace mtm::spotify {

namespace {

/// The number in `length` digits at `start`; nothing when there are other characters, or fewer.
std::optional<unsigned> digits(std::string_view text, std::size_t start, std::size_t length) {
  if (text.size() < start + length) return std::nullopt;
  auto part = text.substr(start, length);
  unsigned value = 0;
  auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
  if (error != std::errc() || end != part.data() + part.size()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<ReleaseDate> release_date(std::string_view text) {
  auto year = digits(text, 0, 4);
  if (!year || *year == 0) return std::nullopt;
  // A fifth digit makes it another number; any other sign ends the year.
  if (digits(text, 4, 1)) return std::nullopt;
  ReleaseDate date{std::string(text.substr(0, 4)), Precision::year};
  auto part = [&](std::size_t start) -> std::optional<unsigned> {
    bool stands_alone = text.size() > start && text[start - 1] == '-' && !digits(text, start + 2, 1);
    return stands_alone ? digits(text, start, 2) : std::nullopt;
  };
  auto month = part(5);
  if (!month || *month < 1 || *month > 12) return date;
  date = {std::string(text.substr(0, 7)), Precision::month};
  auto day = part(8);
  using std::chrono::year_month_day;
  bool exists = day && year_month_day(std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month),
                                      std::chrono::day(*day))
                           .ok();
  if (exists) date = {std::string(text.substr(0, 10)), Precision::day};
  return date;
}

}  // namespace mtm::spotify
