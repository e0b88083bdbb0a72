#include "db/result.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "core/connection_failure.hpp"

namespace mtm::db {

std::string refusal(const char* sqlstate, const char* message) {
  std::string_view state = sqlstate ? sqlstate : "";
  std::string_view text = message ? message : "";
  for (std::string_view connections : {"08", "28", "3D"})
    if (state.starts_with(connections)) return std::string(connection_failure(text));
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
