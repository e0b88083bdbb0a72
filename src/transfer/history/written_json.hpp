// JSON as it is written, character by character, where a parser's values are not enough.
#pragma once
#include <cstddef>
#include <string_view>

namespace mtm::transfer {

std::string_view without_blanks(std::string_view text);

/// Where a value of JSON that is known to be whole ends.
std::size_t end_of_json_value(std::string_view json, std::size_t at);

/// The values of an object as they are written, one after the other.
class WrittenValues {
 public:
  explicit WrittenValues(std::string_view object) : rest_(object.substr(object.find('{') + 1)) {}

  std::string_view next();

 private:
  std::size_t end_of_key(std::size_t quote) const;

  std::string_view rest_;
};

/// Whether jsonb holds this JSON, which is whole: it has no NUL in it, and no number of more digits than a column
/// takes.
bool fits_jsonb(std::string_view json);

}  // namespace mtm::transfer
