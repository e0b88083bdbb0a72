// What an import of listening histories did, row for row: for every file rows = added + already there + episodes +
// audiobooks + rejected.
#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/json.hpp"
#include "store/gaps.hpp"
#include "transfer/occurrences.hpp"

namespace mtm::transfer {

struct RowCounts {
  std::int64_t rows = 0;
  std::int64_t added = 0;          // plays of tracks that nobody had told of
  std::int64_t already_there = 0;  // told before, by this file or another source; of any kind
  std::int64_t episodes = 0;       // of podcasts, that nobody had told of
  std::int64_t audiobooks = 0;     // chapters, that nobody had told of
  std::int64_t rejected = 0;

  bool accounted_for() const { return rows == added + already_there + episodes + audiobooks + rejected; }
  void add(const RowCounts& other);
};

struct HistoryFileReport {
  std::string name;    // with its folders in a ZIP
  std::string format;  // what people call it
  RowCounts counts;
  std::map<std::string, Occurrences> reasons;  // of the rejections
  std::string problem;  // a sentence, when the file was refused or could not be read to its end; else empty
};

struct HistoryReport {
  std::vector<HistoryFileReport> files;
  std::vector<HistoryFileReport> nouns;  // of our own export, all but plays: those are among the files
  std::int64_t ignored_files = 0;        // of ZIPs, that are no histories
  RowCounts sum;
  std::optional<WallTime> first_play, last_play;
  std::int64_t told_by_several = 0;     // plays of these files that another source tells of, too
  std::int64_t unconfirmed_tracks = 0;  // with a Spotify id whose names Spotify has not confirmed yet
  std::vector<std::string> notes;       // in sentences
  std::vector<store::FilledGap> filled_gaps;
  std::vector<Id> sources;          // made by this import
  std::int64_t rejects_listed = 0;  // rejected rows that stand in the rejects' file
  bool dry_run = false;

  /// Of plays and nouns.
  std::int64_t rejected() const;
  std::chrono::milliseconds duration{0};
};

/// The outcome of an import that was not a dry run, in a sentence or a few.
std::string sentence_of(const HistoryReport& report);

/// The report for people, in lines.
std::string to_text(const HistoryReport& report);

/// The report for programs.
Json report_json(const HistoryReport& report);

}  // namespace mtm::transfer
