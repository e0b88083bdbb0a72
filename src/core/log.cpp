#include "core/log.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>
#include <string>

#include "core/clock.hpp"

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

/// Control bytes, quotes and backslashes leave as JSON escapes; bytes above ASCII stay what they are.
void append_escaped(std::string& out, std::string_view text) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte != 0x7f && byte != '"' && byte != '\\') continue;
    out.append(text, plain, i - plain);
    plain = i + 1;
    if (byte == '"' || byte == '\\') {
      out += '\\';
      out += text[i];
    } else {
      out += "\\u00";
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
    }
  }
  out.append(text, plain);
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  append_escaped(out, text);
  out += '"';
}

void append_number(std::string& out, std::int64_t number) {
  fmt::format_int digits(number);
  out.append(digits.data(), digits.size());
}

void append_value(std::string& out, const Field& field) {
  if (auto* text = std::get_if<std::string_view>(&field.value))
    append_quoted(out, *text);
  else if (auto* number = std::get_if<std::int64_t>(&field.value))
    append_number(out, *number);
  else if (auto* real = std::get_if<double>(&field.value))
    fmt::format_to(std::back_inserter(out), "{}", *real);
  else
    out += std::get<bool>(field.value) ? "true" : "false";
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
  begin_line(to, level);
  if (settings.json) {
    to.text += R"(,"text":)";
    append_quoted(to.text, text);
    for (const auto& field : fields) {
      to.text += ",\"";
      append_escaped(to.text, field.name);
      to.text += "\":";
      append_value(to.text, field);
    }
  } else {
    to.text += ' ';
    append_escaped(to.text, text);
    for (const auto& field : fields) {
      to.text += ' ';
      append_escaped(to.text, field.name);
      to.text += '=';
      append_value(to.text, field);
    }
  }
  end_line(to, level);
}

void log_request(const RequestLine& line) {
  if (!logs(Level::info)) return;
  auto& to = buffer();
  auto& out = to.text;
  begin_line(to, Level::info);
  out += settings.json ? std::string_view(R"(,"text":"request","method":")") : std::string_view(" ");
  append_escaped(out, line.method);
  out += settings.json ? std::string_view(R"(","path":")") : std::string_view(" ");
  append_escaped(out, line.path);
  out += settings.json ? std::string_view(R"(","status":)") : std::string_view(" ");
  append_number(out, line.status);
  out += settings.json ? std::string_view(R"(,"duration_us":)") : std::string_view(" ");
  append_number(out, line.duration.count());
  out += settings.json ? std::string_view(R"(,"bytes":)") : std::string_view("us ");
  append_number(out, line.bytes);
  out += settings.json ? std::string_view(R"(,"id":")") : std::string_view("B id=");
  append_escaped(out, line.id);
  if (settings.json) out += '"';
  end_line(to, Level::info);
}

void flush_log() { buffer().flush(); }

}  // namespace mtm
