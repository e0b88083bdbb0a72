// The JSON of a request, as leniently as Spotify reads it: a member of the wrong kind counts as absent.
#pragma once
#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mtm::sandbox {

class JsonBody {
 public:
  /// Refuses what is not a JSON object.
  explicit JsonBody(std::string_view text);

  std::optional<std::string> text(const char* name) const;
  std::optional<bool> truth(const char* name) const;
  std::optional<std::size_t> number(const char* name) const;
  /// The texts of a list; with `member`, those of that member of its objects.
  std::optional<std::vector<std::string>> texts(const char* name, const char* member = nullptr) const;

 private:
  simdjson::dom::parser parser_;
  simdjson::dom::element document_;
};

}  // namespace mtm::sandbox
