// A file of a history, read at once and in pieces: both tell the same, and whatever stands in it, each row is one that
// the import can take.
#pragma once
#include <algorithm>
#include <memory>
#include <string>

#include "core/utf8.hpp"
#include "fuzz/input.hpp"
#include "transfer/history/readers.hpp"

namespace mtm::fuzz {

class PiecesInput : public transfer::Input {
 public:
  PiecesInput(std::string_view text, std::size_t piece) : rest_(text), piece_(piece) {}

  std::string_view next() override {
    scratch_.assign(rest_.substr(0, piece_));
    scratch_.shrink_to_fit();  // a view that outlives its piece is seen by the sanitizers
    rest_.remove_prefix(scratch_.size());
    return scratch_;
  }

 private:
  std::string_view rest_;
  std::size_t piece_;
  std::string scratch_;
};

/// Ends the process at the first row that breaks its promise, and keeps what was told as a text to compare.
class CheckedRows : public transfer::HistoryRows {
 public:
  explicit CheckedRows(transfer::PlayTime now) : now_(now) {}

  void take(const transfer::HistoryRow& row) override {
    using namespace transfer;
    check_number(row.row);
    expect(row.at >= std::chrono::sys_days(std::chrono::year(2002) / 1 / 1), "a play before 2002");
    expect(row.at <= now_ + std::chrono::days(1), "a play in the future");
    expect(row.ms_played >= -1 && row.ms_played <= kLongestPlay, "a duration out of its bounds");
    expect(row.length_ms >= -1 && row.length_ms <= kLongestPlay, "a length out of its bounds");
    expect(!row.spotify_id.empty() || (!row.title.empty() && !row.artist.empty()), "nothing to name it by");
    for (auto name : {row.title, row.artist, row.album}) check_text(name, kLongestName);
    for (auto reason : {row.reason_start, row.reason_end}) check_text(reason, kLongestReason);
    check_text(row.platform, kLongestPlatform);
    check_letters(row.spotify_id, 22, "A-Za-z0-9");
    check_letters(row.isrc, 12, "A-Z0-9");
    check_letters(row.recording_mbid, 36, "a-f0-9-");
    check_letters(row.country, 2, "A-Z");
    told_ += 'T' + std::to_string(row.row) + ' ' + std::to_string(row.at.time_since_epoch().count()) + ' ' +
             std::to_string(row.ms_played) + ' ' + std::to_string(row.length_ms);
    for (auto text : {row.spotify_id, row.title, row.artist, row.album, row.isrc, row.recording_mbid, row.platform})
      told_.append("|").append(text);
    told_ += '\n';
  }

  void reject(std::int64_t row, std::string_view reason, std::string_view) override {
    check_number(row);
    expect(!reason.empty(), "rejected without a reason");
    told_.append("R").append(std::to_string(row)).append(" ").append(reason).append("\n");
  }
  void owner(std::string_view name) override { told_.append("O ").append(name).append("\n"); }
  void broken(std::string_view why) override {
    expect(!why.empty(), "broken without a reason");
    told_.append("B ").append(why).append("\n");
  }
  void refused() { told_ += "refused"; }

  const std::string& told() const { return told_; }

 private:
  void check_number(std::int64_t row) {
    expect(row > last_, "a row that is told twice");
    last_ = row;
  }

  static void check_text(std::string_view text, std::size_t most) {
    expect(first_characters(text, most).size() == text.size(), "a text that is too long");
    while (!text.empty()) {
      auto length = utf8_length(text);
      expect(length > 0 && text[0] != '\0', "a text that no column holds");
      text.remove_prefix(length);
    }
  }

  /// Either empty or all of these letters: ranges such as A-Z, and a last one that stands for itself.
  static void check_letters(std::string_view text, std::size_t length, std::string_view ranges) {
    auto in_range = [&](char c) {
      for (std::size_t i = 0; i < ranges.size(); i += 3)
        if (i + 2 < ranges.size() ? c >= ranges[i] && c <= ranges[i + 2] : c == ranges[i]) return true;
      return false;
    };
    expect(text.empty() || text.size() == length, "an id of the wrong length");
    expect(std::all_of(text.begin(), text.end(), in_range), "an id with a letter that none has");
  }

  transfer::PlayTime now_;
  std::int64_t last_ = 0;
  std::string told_;
};

/// Reads a file, with a new reader each time. What its last byte is says how long the pieces are.
inline void explore(std::unique_ptr<transfer::HistoryReader> (*make)(const transfer::ReadingOptions&),
                    std::string_view text) {
  transfer::ReadingOptions options{.now = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1),
                                   .zone = TimeZone::of("America/Havana")};
  std::size_t some = text.empty() ? 1 : 1 + static_cast<unsigned char>(text.back()) % 64;
  std::string first;
  for (auto piece : {std::size_t{65'536}, some}) {
    PiecesInput input(text, piece);
    CheckedRows rows(options.now);
    auto reader = make(options);
    try {
      reader->read(input, rows);
    } catch (const transfer::Refused&) {
      rows.refused();
    }
    if (piece == some) expect(rows.told() == first, "pieces that tell something else than the whole file");
    first = rows.told();
  }
}

}  // namespace mtm::fuzz
