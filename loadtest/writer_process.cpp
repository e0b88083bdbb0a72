#include "loadtest/writer_process.hpp"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <cstdio>
#include <sstream>

namespace mtm::loadtest {

WriterProcess::WriterProcess(const std::function<Tally()>& work) {
  std::fflush(nullptr);  // or the copy would have the same text to print
  auto parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "a process of writers");
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);  // it was already too late to be told
    std::ostringstream text;
    write(text, work());
    result_.write(text.str());
    ::_exit(0);
  }
  result_.close_write_end();
}

WriterProcess::~WriterProcess() {
  ::kill(pid_, SIGKILL);  // does nothing to one that has ended and waits to be buried
  ::waitpid(pid_, nullptr, 0);
}

Tally WriterProcess::tally() {
  std::istringstream text(result_.read_to_end());
  return read_tally(text);
}

}  // namespace mtm::loadtest
