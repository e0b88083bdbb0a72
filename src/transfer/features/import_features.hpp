// Brings a table of audio features (feature_table.hpp) into the catalogue that all people share, as one more provider.
#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "transfer/progress.hpp"

namespace mtm::transfer {

struct FeaturesRequest {
  std::string file;
  std::string source = "table";  // kept with the features as who measured them; at most 40 characters
};

/// What became of each row: rows = filled + already had + unknown + rejected.
struct FeaturesReport {
  struct Rejected {
    std::int64_t count = 0;
    std::vector<std::int64_t> first_rows;
  };

  std::string file, source;
  std::int64_t rows = 0, filled = 0, already_had = 0, unknown = 0, rejected = 0;
  std::map<std::string, Rejected> reasons;
  std::string broken;  // why the rest of the file can't be read; empty when it could
  std::chrono::milliseconds duration{};
};

/// In one transaction, with one row in memory. Blocks; the thread is its own. Throws with a sentence when nothing was
/// changed: Refused when it is no such table, std::system_error when the file can't be opened, db::Error,
/// db::Unavailable, or db::Interrupted when `stop` was set meanwhile.
FeaturesReport import_features(const FeaturesRequest& request, const std::string& database_url,
                               const std::atomic<bool>& stop, const ShowProgress& show);

/// For a terminal.
std::string to_text(const FeaturesReport& report);

}  // namespace mtm::transfer
