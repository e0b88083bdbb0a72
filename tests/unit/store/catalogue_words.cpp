#include "store/catalogue_words.hpp"

#include <catch2/catch.hpp>

using namespace mtm;
using namespace mtm::store;

namespace {

std::string query(std::string_view text) {
  return catalogue_query(catalogue_terms(music::folded_terms(music::read_search(text))));
}

}  // namespace

TEST_CASE("words of a track stand with their places and fields, and no phrase reaches from one field into the next") {
  CHECK(catalogue_words("Love Me Do", "The Beatles", "Please") ==
        "'love':1A 'me':2A 'do':3A 'the':6B 'beatles':7B 'please':10C ");
  CHECK(catalogue_words("Über", "AC/DC", std::nullopt) == "'uber':1A 'ac':4B 'dc':5B ");
  CHECK(catalogue_words("!!!", "♥", "") == "'!!!':1A '♥':4B ");
  CHECK(catalogue_words("'\\''", "\\", std::nullopt) == "'''\\\\''''':1A '\\\\':4B ");
}

TEST_CASE("terms become a query") {
  CHECK(query("love dance ") == "'love' & 'dance'");
  CHECK(query("love dan") == "'love' & 'dan':*");
  CHECK(query("love da") == "'love' & 'da'");
  CHECK(query("\"the who\"") == "('the' <-> 'who')");
  CHECK(query("AC/DC live -\"the who\" -v ") == "('ac' <-> 'dc') & 'live' & !('the' <-> 'who') & !'v'");
  CHECK(query("artist:queen album:\"kid a\" ") == "'queen':B & ('kid':C <-> 'a':C)");
  CHECK(query("artist:que") == "'que':*B");
  CHECK(query("愛し") == "('愛' <-> 'し':*)");
  CHECK(query("-live year:1994").empty());
  CHECK(query("").empty());
}

TEST_CASE("words that PostgreSQL would refuse for their length are cut between characters") {
  std::string word;
  for (int i = 0; i < 1'500; ++i) word += "ж";
  auto words = catalogue_words(word, "a", std::nullopt);
  CHECK(words.find("':1A") == 2'001);
  word = "x";
  for (int i = 0; i < 1'500; ++i) word += "ж";
  CHECK(catalogue_words(word, "a", std::nullopt).find("':1A") == 2'000);
  CHECK(query(word.substr(0, 401)).size() < 500);
}
