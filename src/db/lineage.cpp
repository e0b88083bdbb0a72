#include "db/lineage.hpp"

#include <atomic>
#include <mutex>
#include <string>

#include "core/log.hpp"

namespace mtm::db {

namespace {

std::atomic<std::uint64_t> changes = 0;

}  // namespace

std::uint64_t lineage() { return changes.load(); }

void saw_timeline(std::string_view timeline) {
  static std::mutex mutex;
  static std::string known;
  std::lock_guard guard(mutex);
  if (known == timeline) return;
  if (!known.empty()) {
    ++changes;
    log(Level::warning, "the database is on another timeline: histories are read anew",
        {{"before", std::string_view(known)}, {"now", timeline}});
  }
  known = timeline;
}

}  // namespace mtm::db
