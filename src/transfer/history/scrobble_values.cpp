#include "transfer/history/scrobble_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "transfer/history/play_times.hpp"

namespace mtm::transfer {

namespace {

using namespace std::chrono;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::int32_t ms_or_unknown(std::optional<double> ms, double least) {
  return ms && *ms >= least && *ms <= kLongestPlay ? static_cast<std::int32_t>(std::lround(*ms)) : -1;
}

std::optional<double> thousandfold(std::optional<double> number) {
  if (number) *number *= 1000;
  return number;
}

/// Takes digits off the front; -1 unless there are at least `least`, of at most `most` that are looked at.
int take_number(std::string_view& text, std::size_t least, std::size_t most) {
  int number = 0;
  std::size_t count = 0;
  for (; count < most && count < text.size() && is_digit(text[count]); ++count)
    number = number * 10 + (text[count] - '0');
  text.remove_prefix(count);
  return count < least ? -1 : number;
}

bool take_text(std::string_view& text, std::string_view expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

}  // namespace

std::string_view without_spaces(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r\n";
  auto first = text.find_first_not_of(kSpaces);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kSpaces) + 1 - first);
}

std::optional<double> number_of(std::string_view text) {
  text = without_spaces(text);
  double number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

std::optional<PlayTime> time_of_seconds(std::optional<double> seconds) {
  return seconds ? play_time_of_seconds(*seconds) : std::nullopt;
}

std::optional<PlayTime> time_of_ms(std::optional<double> ms) {
  return ms ? play_time_of_milliseconds(*ms) : std::nullopt;
}

std::optional<PlayTime> time_of_lastfm(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  text = without_spaces(text);
  int d = take_number(text, 1, 2);
  if (d < 0 || !take_text(text, " ")) return std::nullopt;
  auto named = std::find(kMonths.begin(), kMonths.end(), text.substr(0, 3));
  if (named == kMonths.end()) return std::nullopt;
  text.remove_prefix(3);
  if (!take_text(text, " ")) return std::nullopt;
  int y = take_number(text, 4, 4);
  take_text(text, ",");
  if (y < 0 || !take_text(text, " ")) return std::nullopt;
  int h = take_number(text, 1, 2);
  if (h < 0 || h > 23 || !take_text(text, ":")) return std::nullopt;
  int min = take_number(text, 2, 2);
  if (min < 0 || min > 59 || !text.empty()) return std::nullopt;
  auto date = year(y) / month(static_cast<unsigned>(named - kMonths.begin()) + 1) / day(static_cast<unsigned>(d));
  if (!date.ok()) return std::nullopt;
  return PlayTime(sys_days(date) + hours(h) + minutes(min));
}

std::int32_t played_of_seconds(std::optional<double> seconds) { return ms_or_unknown(thousandfold(seconds), 0); }
std::int32_t length_of_seconds(std::optional<double> seconds) { return ms_or_unknown(thousandfold(seconds), 1); }
std::int32_t length_of_ms(std::optional<double> ms) { return ms_or_unknown(ms, 1); }

std::string_view spotify_track_id(std::string_view text) {
  constexpr std::size_t kLength = 22;
  text = without_spaces(text);
  if (!take_text(text, "spotify:track:") && (text.starts_with("http://") || text.starts_with("https://"))) {
    text.remove_prefix(text.find("//") + 2);
    if (!take_text(text, "open.spotify.com/")) return {};
    if (text.starts_with("intl-")) text.remove_prefix(std::min(text.find('/') + 1, text.size()));
    if (!take_text(text, "track/")) return {};
    text = text.substr(0, text.find_first_of("?#/"));
  }
  bool letters = std::all_of(text.begin(), text.end(),
                             [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  return letters && text.size() == kLength ? text : std::string_view();
}

}  // namespace mtm::transfer
