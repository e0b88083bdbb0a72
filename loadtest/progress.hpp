// One line on a terminal that says how far a run is; silent when the standard error is not a terminal.
#pragma once
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace mtm::loadtest {

class Progress {
 public:
  /// Shows `done()` of `total`, which is 0 when nobody knows it; `done` is called by a thread of the progress's own.
  Progress(std::string what, std::int64_t total, std::function<std::int64_t()> done);
  /// Takes the line away again.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

 private:
  void show(const std::stop_token& stop);

  std::string what_;
  std::int64_t total_;
  std::function<std::int64_t()> done_;
  std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::jthread thread_;
};

}  // namespace mtm::loadtest
