#include "transfer/history/scrobbles.hpp"

#include <algorithm>

#include "core/utf8.hpp"
#include "transfer/history/scrobble_values.hpp"

namespace mtm::transfer {

namespace {

constexpr PlayTime kFirstScrobble = std::chrono::sys_days(std::chrono::year(2002) / 1 / 1);

bool in_alphabet(char c, bool digits, bool letters) {
  return (digits && c >= '0' && c <= '9') || (letters && c >= 'A' && c <= 'Z');
}

}  // namespace

HistoryRow& Scrobbles::begin(std::int64_t number) {
  row_ = {};
  row_.row = number;
  row_.at_is_start = true;
  return row_;
}

void Scrobbles::set_recording_mbid(std::string_view text) {
  if (text.size() != mbid_.size()) return;
  for (std::size_t i = 0; i < mbid_.size(); ++i) {
    char c = text[i] >= 'A' && text[i] <= 'F' ? static_cast<char>(text[i] + ('a' - 'A')) : text[i];
    bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return;
    mbid_[i] = c;
  }
  row_.recording_mbid = {mbid_.data(), mbid_.size()};
}

void Scrobbles::set_isrc(std::string_view text) {  // a country, three of the registrant, two of the year, five digits
  std::size_t size = 0;
  for (char c : without_spaces(text)) {
    if (c == '-') continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
    if (size == isrc_.size() || !in_alphabet(c, size >= 2, size < 5)) return;
    isrc_[size++] = c;
  }
  if (size == isrc_.size()) row_.isrc = {isrc_.data(), isrc_.size()};
}

void Scrobbles::take(std::optional<PlayTime> at, std::string_view written) {
  if (!at) return reject(rejected::kNoTime, written);
  if (*at < kFirstScrobble || *at > options_.now + std::chrono::days(1))
    return reject(rejected::kBefore2002OrAhead, written);
  row_.title = first_characters(without_spaces(row_.title), kLongestName);
  row_.artist = first_characters(without_spaces(row_.artist), kLongestName);
  row_.album = first_characters(without_spaces(row_.album), kLongestName);
  row_.platform = first_characters(without_spaces(row_.platform), kLongestPlatform);
  if (row_.spotify_id.empty() && (row_.title.empty() || row_.artist.empty()))
    return reject(rejected::kNoName, row_.title.empty() ? row_.artist : row_.title);
  row_.at = *at;
  rows_.take(row_);
}

void Scrobbles::reject(std::string_view reason, std::string_view value) { rows_.reject(row_.row, reason, value); }

}  // namespace mtm::transfer
