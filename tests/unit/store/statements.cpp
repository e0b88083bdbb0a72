#include <catch2/catch.hpp>

#include <string>
#include <string_view>

#include "db/query.hpp"

using namespace mtm;

namespace {

/// Its examples say what a statement is asked by.
bool is_asked_by_someone(const db::Statement& statement) {
  if (statement.examples().empty()) return false;
  std::string_view first = statement.examples().front();
  for (std::string_view someone : {"from users", "select user_id", "'\\x"})
    if (first.find(someone) != first.npos) return true;
  return false;
}

}  // namespace

TEST_CASE("what is asked by a person or a credential is answered with rows that say by whom") {
  REQUIRE(db::Statement::all().size() > 100);
  int with_key = 0;
  for (const auto* statement : db::Statement::all()) {
    INFO(statement->name());
    CHECK((statement->carries_key() || !statement->has_rows() || !is_asked_by_someone(*statement)));
    with_key += statement->carries_key();
  }
  CHECK(with_key > 50);
}
