#include "store/staged_rows.hpp"

namespace mtm::store {

std::string copied_columns(const std::string& prefix) {
  std::string columns;
  TrackRow row;
  TrackRow::each_copied(row, [&](const char* name, const auto&) {
    if (!columns.empty()) columns += ", ";
    columns += prefix + name;
  });
  return columns;
}

}  // namespace mtm::store
