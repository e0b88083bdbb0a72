#include "db/telling.hpp"

namespace mtm::db {

const Command<Nothing> kTell{
    "tell", {"'captures_changed'", "array['1']"}, "select pg_notify($1, told) from unnest($2::text[]) as told"};

std::vector<std::string> words_of(const Result& changed) {
  std::vector<std::string> words;
  int column = PQfnumber(changed.get(), "told");
  for (int row = 0; row < changed.rows(); ++row) words.emplace_back(changed.text(row, column));
  return words;
}

}  // namespace mtm::db
