#include "support/process.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

namespace mtm::test {
namespace {

[[noreturn]] void fail(const std::string& what) { throw std::system_error(errno, std::generic_category(), what); }

std::pair<Fd, Fd> pipe_ends() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) fail("pipe");
  return {Fd(ends[0]), Fd(ends[1])};
}

std::vector<std::string> settings_of(Environment environment) {
  for (const char* name : {"PATH", "HOME", "TMPDIR", "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"}) {
    if (const char* value = std::getenv(name)) environment.try_emplace(name, value);
  }
  std::vector<std::string> settings;
  for (const auto& [name, value] : environment) settings.push_back(name + "=" + value);
  return settings;
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (const auto& text : texts) list.push_back(const_cast<char*>(text.c_str()));
  list.push_back(nullptr);
  return list;
}

}  // namespace

Process::Process(const std::vector<std::string>& command, const Environment& environment, const std::string& folder)
    : name_(command.at(0)) {
  auto [out_ours, out_theirs] = pipe_ends();
  auto [err_ours, err_theirs] = pipe_ends();
  auto [started, starting] = pipe_ends();
  Fd nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  stop_ = Fd(::eventfd(0, EFD_CLOEXEC));
  // Between fork and exec only calls that are safe in a copy of a program with threads: all memory is ready before.
  auto settings = settings_of(environment);
  auto arguments = pointers(command);
  auto variables = pointers(settings);
  auto parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) fail("fork");
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(127);
    ::dup2(nothing.get(), 0);
    ::dup2(out_theirs.get(), 1);
    ::dup2(err_theirs.get(), 2);
    ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);  // a listening socket that lived on in a child would keep its port
    if (::chdir(folder.c_str()) == 0) ::execvpe(arguments[0], arguments.data(), variables.data());
    [[maybe_unused]] auto written = ::write(starting.get(), &errno, sizeof errno);
    ::_exit(127);
  }
  // Closed by exec: from here on a signal meets the program, not this one's copy with its handlers.
  starting.close();
  int error = 0;
  if (::read(started.get(), &error, sizeof error) > 0) {
    ::waitpid(pid_, nullptr, 0);
    throw std::system_error(error, std::generic_category(), "cannot start " + name_);
  }
  out_pipe_ = std::move(out_ours);
  err_pipe_ = std::move(err_ours);
  reader_ = std::thread([this] { read(); });
}

Process::~Process() {
  if (!exit_code_) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  std::uint64_t one = 1;
  [[maybe_unused]] auto written = ::write(stop_.get(), &one, sizeof one);
  reader_.join();
}

void Process::read() {
  pollfd sources[] = {{out_pipe_.get(), POLLIN, 0}, {err_pipe_.get(), POLLIN, 0}, {stop_.get(), POLLIN, 0}};
  std::string* texts[] = {&out_, &err_};
  char bytes[16 * 1024];
  while (sources[0].fd >= 0 || sources[1].fd >= 0) {
    if (::poll(sources, 3, -1) < 0 && errno != EINTR) break;
    if (sources[2].revents) break;
    for (int i : {0, 1}) {
      if (sources[i].fd < 0 || !sources[i].revents) continue;
      auto count = ::read(sources[i].fd, bytes, sizeof bytes);
      if (count <= 0) sources[i].fd = -1;
      std::lock_guard lock(mutex_);
      if (count > 0) texts[i]->append(bytes, static_cast<std::size_t>(count));
      printed_.notify_all();
    }
  }
  std::lock_guard lock(mutex_);
  silent_ = true;
  printed_.notify_all();
}

std::optional<std::string> Process::line_with(std::string_view part) const {
  for (const auto* text : {&out_, &err_}) {
    auto found = text->find(part);
    if (found == std::string::npos) continue;
    auto end = text->find('\n', found);
    if (end == std::string::npos) continue;  // the rest of the line is on its way
    auto before = text->rfind('\n', found);
    auto begin = before == std::string::npos ? 0 : before + 1;
    return text->substr(begin, end - begin);
  }
  return std::nullopt;
}

std::string Process::wait_for_line(std::string_view part, TestClock::duration limit) {
  std::unique_lock lock(mutex_);
  std::optional<std::string> line;
  printed_.wait_for(lock, limit, [&] { return (line = line_with(part)) || silent_; });
  if (line) return *line;
  throw std::runtime_error(name_ + (silent_ ? " ended" : " is still") + " without a line that holds \"" +
                           std::string(part) + "\"; it printed:\n" + out_ + err_);
}

void Process::signal(int number) {
  if (running() && ::kill(pid_, number) != 0) fail("kill " + name_);
}

bool Process::running() {
  if (exit_code_) return false;
  int status = 0;
  auto ended = ::waitpid(pid_, &status, WNOHANG);
  if (ended < 0) fail("waitpid " + name_);
  if (ended == 0) return true;
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return false;
}

int Process::wait(TestClock::duration limit) {
  if (!eventually([this] { return !running(); }, limit)) {
    throw std::runtime_error(name_ + " still runs; it printed:\n" + out() + err());
  }
  // What it printed last is still in the pipes, unless a child of its own holds them open.
  std::unique_lock lock(mutex_);
  printed_.wait_for(lock, std::chrono::seconds(2), [this] { return silent_; });
  return *exit_code_;
}

int Process::terminate(TestClock::duration limit) {
  signal(SIGTERM);
  return wait(limit);
}

void Process::kill() {
  signal(SIGKILL);
  wait();
}

std::string Process::out() const {
  std::lock_guard lock(mutex_);
  return out_;
}

std::string Process::err() const {
  std::lock_guard lock(mutex_);
  return err_;
}

Outcome run(const std::vector<std::string>& command, const Environment& environment, const std::string& folder) {
  Process process(command, environment, folder);
  auto exit_code = process.wait(std::chrono::minutes(2));
  return {exit_code, process.out(), process.err()};
}

}  // namespace mtm::test
