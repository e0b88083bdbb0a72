// What an import did, row for row: for every table read = added + already there + rejected.
#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "transfer/occurrences.hpp"
#include "transfer/old_app/generation.hpp"

namespace mtm::transfer {

struct TableReport {
  std::string name;
  std::int64_t read = 0;
  std::int64_t added = 0;
  std::int64_t already_there = 0;
  std::int64_t rejected = 0;
  std::map<std::string, Occurrences> reasons;  // of the rejections
  std::map<std::string, Occurrences> repairs;
  std::map<std::string, Occurrences> notes;  // what came over as it is, and is odd
  /// Already there with other values, which stay; they are no part of the checksums.
  Occurrences kept_otherwise;

  /// Over every column of every row that should have arrived, on both sides.
  std::int64_t compared = 0;
  std::uint64_t checksum_in_file = 0;
  std::uint64_t checksum_in_database = 0;
};

/// The tutorial's question to its JSON, answered by SQLite and by PostgreSQL.
struct JsonComparison {
  struct Side {
    std::int64_t has = 0;
    std::int64_t above = 0;
    std::optional<double> sample;
  };
  Side sqlite, postgres;
  std::string sample_name;  // of the first track that has the number
};

struct ImportReport {
  std::string file;
  std::string spotify_user_id;
  Generation generation = Generation::older;
  bool dry_run = false;
  std::vector<TableReport> tables;
  std::vector<std::string> notes;  // about the file, in sentences
  std::string nothing_read;        // when no table had a row: what was found, in sentences
  JsonComparison json;
  std::int64_t rejects_listed = 0;  // rejected rows that stand in the rejects' file
  Id source;                        // made by this import
  std::chrono::milliseconds duration{0};

  std::int64_t read() const;
  std::int64_t added() const;
  std::int64_t already_there() const;
  std::int64_t rejected() const;
};

/// The outcome of an import that was not a dry run, in a sentence or a few.
std::string sentence_of(const ImportReport& report);

/// The report for people, in lines.
std::string to_text(const ImportReport& report);

}  // namespace mtm::transfer
