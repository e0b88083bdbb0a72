// A program under test: started with an environment of its own, watched through what it prints, ended with the test.
#pragma once
#include <sys/types.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "support/eventually.hpp"
#include "support/fd.hpp"

namespace mtm::test {

using Environment = std::map<std::string, std::string>;

/// The kernel ends the program when the thread that started it ends: nothing outlives a test that was killed. So start
/// it from a thread that stays, such as the test's own.
class Process {
 public:
  /// The program sees `environment` and the few variables that every program needs (PATH, TMPDIR, sanitizers' options);
  /// it runs in `folder`, where no .env of a developer is.
  explicit Process(const std::vector<std::string>& command, const Environment& environment = {},
                   const std::string& folder = "/");
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }

  /// The first line, on either stream, that holds `part`. Throws with all that was printed when the program ended
  /// without it or the limit passed.
  std::string wait_for_line(std::string_view part, TestClock::duration limit = kPatience);

  void signal(int number);
  bool running();
  /// The exit code, or 128 + the signal's number as a shell says it. Throws when it still runs at the limit.
  int wait(TestClock::duration limit = kPatience);
  /// SIGTERM and wait().
  int terminate(TestClock::duration limit = kPatience);
  /// SIGKILL, as when the machine takes it away.
  void kill();

  std::string out() const;
  std::string err() const;

 private:
  void read();
  std::optional<std::string> line_with(std::string_view part) const;

  std::string name_;
  pid_t pid_ = -1;
  std::optional<int> exit_code_;
  Fd out_pipe_, err_pipe_, stop_;  // our ends; writing to stop_ ends the reader
  mutable std::mutex mutex_;
  std::condition_variable printed_;
  std::string out_, err_;
  bool silent_ = false;  // both streams have ended
  std::thread reader_;
};

/// Runs a program to its end.
struct Outcome {
  int exit_code;
  std::string out, err;
};
Outcome run(const std::vector<std::string>& command, const Environment& environment = {},
            const std::string& folder = "/");

}  // namespace mtm::test
