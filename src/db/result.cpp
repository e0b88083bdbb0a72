#include "db/result.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace mtm::db {

std::string first_line(const char* message) {
  std::string_view text = message ? message : "";
  return std::string(text.substr(0, text.find('\n')));
}

std::int64_t Result::affected() const {
  std::string_view count = PQcmdTuples(result_.get());
  std::int64_t number = 0;
  if (!count.empty()) read(count, number);
  return number;
}

void columns_differ(const char* query, int column, const char* expected, const char* found) {
  throw std::logic_error(fmt::format("column {} of query {} is '{}', its struct says '{}'", column + 1, query,
                                     found ? found : "missing", expected ? expected : "nothing more"));
}

}  // namespace mtm::db
