// The playlists that a run writes to, in the server's own database, with tracks of its catalogue: made before, counted
// and taken away after.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "loadtest/ledger.hpp"
#include "loadtest/postgres.hpp"

namespace mtm::loadtest {

class BenchRows {
 public:
  /// `user_id` is the user whose key the writers have. Each writer gets a playlist. When the catalogue has fewer tracks
  /// than one writer writes, the missing ones are added.
  BenchRows(const std::string& dsn, const std::string& user_id, int writers, int writes);
  ~BenchRows();
  BenchRows(const BenchRows&) = delete;
  BenchRows& operator=(const BenchRows&) = delete;

  std::string playlist(int writer) const;
  std::int64_t track(int number) const { return tracks_[static_cast<std::size_t>(number)]; }
  /// What is in the playlists now.
  std::vector<Entry> entries();

 private:
  Postgres connection_;
  std::string user_id_, run_;
  std::vector<std::int64_t> tracks_;  // in rising order
};

}  // namespace mtm::loadtest
