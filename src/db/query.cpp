#include "db/query.hpp"

namespace mtm::db {

namespace {
std::vector<const Statement*>& statements() {
  static std::vector<const Statement*> all;
  return all;
}
}  // namespace

Statement::Statement(const char* name, std::initializer_list<const char*> examples, const char* sql, bool reads)
    : name_(name), sql_(sql), reads_(reads), number_(static_cast<int>(statements().size())), examples_(examples) {
  statements().push_back(this);
}

const std::vector<const Statement*>& Statement::all() { return statements(); }

}  // namespace mtm::db
