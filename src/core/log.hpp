// One line per request and one per failure: readable in development, JSON in production.
//
// Each thread fills a buffer of its own and hands it to the standard output in whole lines, so that a line costs no
// system call and no lock. A warning or an error leaves at once; the rest leaves when the thread calls flush_log()
// (four times a second, from the deadline sweep) and at the end of the thread.
#pragma once
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <variant>

namespace mtm {

enum class Level { debug, info, warning, error };

/// One named value of a log line. Text is escaped: no value can end a line or forge another.
struct Field {
  std::string_view name;
  std::variant<std::string_view, std::int64_t, double, bool> value;
};

struct LogSettings {
  Level least = Level::info;
  bool json = false;
};

/// Call once, before the first thread starts.
void set_log(LogSettings settings);
bool logs(Level level);

/// `text` is a sentence without values and a field's name is a word: literals, both. The values stand in the fields.
/// Never pass a token, a cookie, a key or an e-mail.
void log(Level level, std::string_view text, std::initializer_list<Field> fields = {});

/// What one answered request leaves behind; the path comes without its query, which may hold what people typed.
struct RequestLine {
  std::string_view method, path;
  int status;
  std::chrono::microseconds duration;
  std::int64_t bytes;
  std::string_view id;
};

/// "GET /api/v1/tracks/7 200 412us 512B id=…", or the same in JSON, at level info.
void log_request(const RequestLine& line);

void flush_log();

}  // namespace mtm
