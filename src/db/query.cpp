#include "db/query.hpp"

namespace mtm::db {

namespace {
std::vector<const Statement*>& statements() {
  static std::vector<const Statement*> all;
  return all;
}
}  // namespace

Statement::Statement(const char* name, std::initializer_list<const char*> examples, const char* sql, bool reads,
                     bool has_rows)
    : name_(name),
      sql_(sql),
      reads_(reads),
      has_rows_(has_rows),
      carries_key_(has_rows && std::string_view(sql).find(kKeyColumn) != std::string_view::npos),
      number_(static_cast<int>(statements().size())),
      examples_(examples) {
  statements().push_back(this);
}

const std::vector<const Statement*>& Statement::all() { return statements(); }

}  // namespace mtm::db
