// A request's JSON body, read field by field; what does not fit throws Problem(422) and names the field.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/id.hpp"
#include "http/request.hpp"

namespace mtm::http {

class JsonBody {
 public:
  /// Throws Problem(400) when the body is not one JSON object. An empty body counts as {}.
  explicit JsonBody(const Request& request);
  ~JsonBody();

  /// The same for a handler that reads nothing of it: nobody is told "done" for what can't be understood.
  static void check(const Request& request) { JsonBody body(request); }

  /// A whole number between `least` and `most`.
  std::int64_t number(std::string_view field, std::int64_t least, std::int64_t most);
  std::int64_t number(std::string_view field, std::int64_t least, std::int64_t most, std::int64_t otherwise);
  /// A row's id, from 1: a number, or the text that our answers write (core/id.hpp says why).
  Id id(std::string_view field);
  /// Text of 1 to `most` characters without control characters; white space around it is cut.
  std::string text(std::string_view field, std::size_t most);
  std::optional<std::string> optional_text(std::string_view field, std::size_t most);
  bool flag(std::string_view field, bool otherwise);

 private:
  struct Parsed;
  std::unique_ptr<Parsed> parsed_;
};

}  // namespace mtm::http
