#include "core/task.hpp"

#include <exception>

#include "core/log.hpp"

namespace mtm {
namespace {

void report(const char* what, const std::exception_ptr& failure) noexcept try {
  std::rethrow_exception(failure);
} catch (const std::exception& error) {
  log(Level::error, "task failed", {{"task", what}, {"reason", error.what()}});
} catch (...) {
  log(Level::error, "task failed", {{"task", what}, {"reason", "unknown"}});
}

}  // namespace

void start(const Executor& executor, const char* what, Task<> task) {
  asio::co_spawn(executor, std::move(task), [what](const std::exception_ptr& failure) {
    if (failure) report(what, failure);
  });
}

}  // namespace mtm
