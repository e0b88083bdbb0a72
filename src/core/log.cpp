#include "core/log.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <mutex>
#include <string>

#include "core/clock.hpp"
#include "core/json.hpp"

namespace mtm {
namespace {

LogSettings settings;

/// Handed over at this size even before flush_log(): what a pipe takes at once on Linux.
constexpr std::size_t kEnough = 64 * 1024;

/// Whole lines of two threads must not mix when the standard output takes only a part at a time.
std::mutex output_lock;

void write_out(std::string_view bytes) {
  std::lock_guard guard(output_lock);
  while (!bytes.empty()) {
    auto written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (written > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      pollfd output{STDOUT_FILENO, POLLOUT, 0};
      ::poll(&output, 1, -1);
    } else if (errno != EINTR) {
      return;  // nobody reads: a log that can't be written must not stop the work
    }
  }
}

/// One thread's lines on their way out.
struct Buffer {
  ~Buffer() { flush(); }

  void flush() {
    if (text.empty()) return;
    write_out(text);
    text.clear();
  }

  std::string text;
  // "2026-11-21T09:06:00" of the second it was made for: a line needs only its milliseconds made.
  std::string stamp;
  std::chrono::sys_seconds second{std::chrono::seconds(-1)};
};

Buffer& buffer() {
  thread_local Buffer buffer;
  return buffer;
}

constexpr std::string_view name(Level level) {
  switch (level) {
    case Level::debug:
      return "debug";
    case Level::info:
      return "info";
    case Level::warning:
      return "warning";
    case Level::error:
      return "error";
  }
  return "unknown";
}

/// Words stand bare in a line for people; whatever could end the line or look like two values is quoted and escaped.
void append_bare(std::string& out, std::string_view text) {
  bool plain =
      std::all_of(text.begin(), text.end(), [](char byte) { return byte > ' ' && byte < '\x7f' && byte != '"'; });
  if (plain && !text.empty())
    out += text;
  else
    write_json(out, text);
}

void append_time(Buffer& to) {
  auto now = wall_now();
  auto second = std::chrono::floor<std::chrono::seconds>(now);
  if (second != to.second) {
    to.stamp = to_rfc3339(second);
    to.stamp.pop_back();  // the Z
    to.second = second;
  }
  auto millis = (now - second).count();
  to.text += to.stamp;
  to.text += '.';
  to.text += static_cast<char>('0' + millis / 100);
  to.text += static_cast<char>('0' + millis / 10 % 10);
  to.text += static_cast<char>('0' + millis % 10);
  to.text += 'Z';
}

void begin_line(Buffer& to, Level level) {
  if (settings.json) to.text += R"({"time":")";
  append_time(to);
  if (settings.json) {
    to.text += R"(","level":")";
    to.text += name(level);
    to.text += '"';
  } else if (level != Level::info) {
    to.text += ' ';
    to.text += name(level);
  }
}

void end_line(Buffer& to, Level level) {
  if (settings.json) to.text += '}';
  to.text += '\n';
  if (level >= Level::warning || to.text.size() >= kEnough) to.flush();
}

}  // namespace

void set_log(LogSettings wanted) { settings = wanted; }

bool logs(Level level) { return level >= settings.least; }

void log(Level level, std::string_view text, std::initializer_list<Field> fields) {
  if (!logs(level)) return;
  auto& to = buffer();
  auto& out = to.text;
  begin_line(to, level);
  out += settings.json ? R"(,"text":)" : " ";
  if (settings.json)
    write_json(out, text);
  else
    out += text;
  for (const auto& [name, value] : fields) {
    out += settings.json ? ",\"" : " ";
    out += name;
    out += settings.json ? "\":" : "=";
    std::visit([&](auto known) { write_json(out, known); }, value);
  }
  end_line(to, level);
}

void log_request(const RequestLine& line) {
  if (!logs(Level::info)) return;
  auto& to = buffer();
  auto& out = to.text;
  begin_line(to, Level::info);
  if (settings.json) {
    out += R"(,"text":"request","method":)";
    write_json(out, line.method);
    out += R"(,"path":)";
    write_json(out, line.path);
    out += R"(,"status":)";
    write_json(out, line.status);
    out += R"(,"duration_us":)";
    write_json(out, line.duration.count());
    out += R"(,"bytes":)";
    write_json(out, line.bytes);
    out += R"(,"id":)";
    write_json(out, line.id);
  } else {
    out += ' ';
    append_bare(out, line.method);
    out += ' ';
    append_bare(out, line.path);
    out += ' ';
    write_json(out, line.status);
    out += ' ';
    write_json(out, line.duration.count());
    out += "us ";
    write_json(out, line.bytes);
    out += "B id=";
    append_bare(out, line.id);
  }
  end_line(to, Level::info);
}

void flush_log() { buffer().flush(); }

}  // namespace mtm
