// Writes one user's music as a database that the old app opens: going back stays a copy of a file away.
#pragma once
#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "transfer/old_app/generation.hpp"
#include "transfer/progress.hpp"

namespace mtm::transfer {

struct ExportRequest {
  std::string file;  // must not be there yet
  std::string spotify_user_id;
  Generation generation = Generation::older;
};

struct ExportReport {
  std::string file;
  struct Table {
    std::string name;
    std::int64_t rows = 0;
  };
  std::vector<Table> tables;
  std::vector<Table> left_out;  // what this generation has no place for
};

/// Blocks; everything is read at one moment. The file appears under its name when it is complete. Throws with a
/// sentence: Unreadable, db::Error, db::Unavailable, db::Interrupted, or std::runtime_error when there is no such user.
ExportReport export_database(const ExportRequest& request, const std::string& database_url,
                             const std::atomic<bool>& stop, const ShowProgress& show);

std::string to_text(const ExportReport& report);

}  // namespace mtm::transfer
