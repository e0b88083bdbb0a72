// A forked copy of this program that does its share of the writes and hands back the tally. It ends with its parent.
#pragma once
#include <sys/types.h>

#include <functional>

#include "loadtest/pipe.hpp"
#include "loadtest/tally.hpp"

namespace mtm::loadtest {

class WriterProcess {
 public:
  /// Fork before this process has threads: the copy has only the one that forked. `work` must not throw.
  explicit WriterProcess(const std::function<Tally()>& work);
  ~WriterProcess();
  WriterProcess(const WriterProcess&) = delete;
  WriterProcess& operator=(const WriterProcess&) = delete;

  /// Waits for the end of its work.
  Tally tally();

 private:
  Pipe result_;
  pid_t pid_;
};

}  // namespace mtm::loadtest
