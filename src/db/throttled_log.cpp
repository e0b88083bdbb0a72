#include "db/throttled_log.hpp"

#include "core/log.hpp"
#include "db/errors.hpp"

namespace mtm::db {

void ThrottledLog::note(const std::exception& failure) {
  if (dynamic_cast<const Unavailable*>(&failure)) return;
  auto now = Clock::now();
  if (reason_ == failure.what() && now - said_ < std::chrono::minutes(1)) return;
  reason_ = failure.what();
  said_ = now;
  log(Level::error, "background task failed, retrying",
      {{"task", std::string_view(task_)}, {"reason", std::string_view(reason_)}});
}

}  // namespace mtm::db
