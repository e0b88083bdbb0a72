// Shows how far a long job has come: on a terminal in one line that changes, elsewhere in a line for each step.
#pragma once
#include <string>

#include "core/clock.hpp"
#include "transfer/progress.hpp"

namespace mtm::app {

class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine();
  void show(const transfer::Progress& progress);

 private:
  bool terminal_;
  bool open_ = false;  // a line that will change stands on the terminal
  std::string step_;
  Clock::time_point begin_ = Clock::now();
};

}  // namespace mtm::app
