#include "app/progress_line.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "transfer/words.hpp"

namespace mtm::app {

namespace {

std::string line_for(const transfer::Progress& progress, double seconds) {
  if (progress.total == 0 && progress.done == 0) return progress.what;
  auto line = fmt::format("{}: {}", progress.what, transfer::counted(progress.done));
  if (!progress.finished && progress.total > 0) line += fmt::format(" of {}", transfer::counted(progress.total));
  line += " rows";
  constexpr double kTooShort = 0.1;  // for a speed that means anything
  if (seconds < kTooShort || progress.done == 0) return line;
  double per_second = static_cast<double>(progress.done) / seconds;
  line += fmt::format(", {} rows/s", transfer::counted(static_cast<std::int64_t>(per_second)));
  if (progress.total > progress.done)
    line += fmt::format(", {:.0f} s left", static_cast<double>(progress.total - progress.done) / per_second);
  return line;
}

}  // namespace

ProgressLine::ProgressLine() : terminal_(isatty(STDOUT_FILENO)) {}

ProgressLine::~ProgressLine() {
  if (open_) fmt::print("\n");
}

void ProgressLine::show(const transfer::Progress& progress) {
  if (progress.what != step_) {
    step_ = progress.what;
    begin_ = Clock::now();
  }
  std::chrono::duration<double> passed = Clock::now() - begin_;
  auto line = line_for(progress, passed.count());
  if (terminal_) {
    fmt::print("\r\x1b[K{}{}", line, progress.finished ? "\n" : "");
    open_ = !progress.finished;
  } else if (progress.finished) {
    fmt::print("{}\n", line);
  }
  std::fflush(stdout);
}

}  // namespace mtm::app
