// Whether a text is JSON that PostgreSQL keeps, and a number that is the same for every way to write the same JSON.
#pragma once
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mtm::transfer {

/// Thrown for JSON that can't be kept: a clause such as "is not JSON".
struct BadJson : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct JsonDigest {
  std::uint64_t number = 0;
  bool object = false;  // the whole is an object
};

/// Reads JSON from beginning to end. Order of members, white space, escapes and spellings of a number (1e2, 100, 100.0)
/// make no difference to the digest; everything else does. One reader belongs to one thread.
class JsonReader {
 public:
  JsonReader();
  ~JsonReader();

  /// Throws BadJson for what is no JSON (RFC 8259), for what jsonb has no place for (NUL, numbers without end) and for
  /// an object that says the same thing twice, which SQLite and PostgreSQL read differently.
  JsonDigest digest(std::string_view json);

  /// The members of the object just read that are numbers; the names last until the next reading.
  std::vector<std::pair<std::string_view, double>> numbers();

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

/// FNV-1a of 64 bits.
std::uint64_t fnv1a(std::string_view bytes, std::uint64_t seed = 14695981039346656037ull);

}  // namespace mtm::transfer
