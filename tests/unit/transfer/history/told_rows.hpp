// A file that is a text in memory, and everything that a reader tells of the rows in it.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "transfer/history/input.hpp"
#include "transfer/history/row.hpp"

namespace mtm::transfer {

/// In pieces of so many bytes; with a sentence in the end, if it breaks there.
class TextInput : public Input {
 public:
  explicit TextInput(std::string text, std::size_t piece = 65'536, std::string breaks = "")
      : text_(std::move(text)), piece_(piece), breaks_(std::move(breaks)) {}

  std::string_view next() override {
    auto rest = std::string_view(text_).substr(at_);
    if (rest.empty() && !breaks_.empty()) throw BrokenFile(breaks_);
    auto given = rest.substr(0, piece_);
    at_ += given.size();
    scratch_.assign(given);  // so that a view that outlives its piece is seen by the sanitizers
    scratch_.shrink_to_fit();
    return scratch_;
  }

 private:
  std::string text_;
  std::size_t piece_, at_ = 0;
  std::string breaks_, scratch_;
};

/// A row whose texts live on.
struct ToldRow {
  explicit ToldRow(const HistoryRow& told)
      : row(told.row),
        kind(told.kind),
        at(told.at),
        at_is_start(told.at_is_start),
        cut_to_minute(told.cut_to_minute),
        ms_played(told.ms_played),
        length_ms(told.length_ms),
        spotify_id(told.spotify_id),
        title(told.title),
        artist(told.artist),
        album(told.album),
        isrc(told.isrc),
        recording_mbid(told.recording_mbid),
        reason_start(told.reason_start),
        reason_end(told.reason_end),
        platform(told.platform),
        country(told.country),
        shuffle(told.shuffle),
        skipped(told.skipped),
        offline(told.offline),
        incognito(told.incognito) {}

  std::int64_t row;
  PlayKind kind;
  PlayTime at;
  bool at_is_start, cut_to_minute;
  std::int32_t ms_played, length_ms;
  std::string spotify_id, title, artist, album, isrc, recording_mbid, reason_start, reason_end, platform, country;
  Said shuffle, skipped, offline, incognito;
};

struct ToldRejection {
  std::int64_t row;
  std::string reason, value;
};

class ToldRows : public HistoryRows {
 public:
  void take(const HistoryRow& row) override { taken.emplace_back(row); }
  void reject(std::int64_t row, std::string_view reason, std::string_view value) override {
    rejected.push_back({row, std::string(reason), std::string(value)});
  }
  void owner(std::string_view name) override { ++owners[std::string(name)]; }
  void broken(std::string_view why) override { breaks.emplace_back(why); }

  std::map<std::string, std::int64_t> reasons() const {
    std::map<std::string, std::int64_t> counts;
    for (const auto& one : rejected) ++counts[one.reason];
    return counts;
  }

  std::vector<ToldRow> taken;
  std::vector<ToldRejection> rejected;
  std::map<std::string, std::int64_t> owners;
  std::vector<std::string> breaks;
};

}  // namespace mtm::transfer
