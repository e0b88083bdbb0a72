#include "music/search_terms.hpp"

#include <catch2/catch.hpp>

using namespace mtm::music;

namespace {

using Marked = std::vector<std::string>;

std::vector<FoldedTerm> terms_of(std::string_view text) { return folded_terms(read_search(text)); }

/// The marked words of a name in plain ASCII.
Marked marked(const std::string& name, std::string_view search, Field field = Field::any) {
  Marked words;
  for (auto [begin, end] : marks(name, folded(name), field, terms_of(search)))
    words.push_back(name.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin)));
  return words;
}

}  // namespace

TEST_CASE("signs are looked for only when there is nothing else to look for") {
  CHECK(terms_of("simon + garfunkel").size() == 2);
  CHECK(terms_of("simon & garfunkel").size() == 3);  // "and"
  CHECK(terms_of("!!!").size() == 1);
  CHECK(terms_of("- love").size() == 1);
  CHECK(terms_of("\"\"").empty());
}

TEST_CASE("the pattern of a term has the space behind it unless its last word may go on") {
  CHECK(pattern(terms_of("love ")[0]) == " love ");
  CHECK(pattern(terms_of("love")[0]) == " love");
  CHECK(pattern(terms_of("\"the who\"")[0]) == " the who ");
}

TEST_CASE("what has no field and is not left out is one phrase") {
  CHECK(as_one_phrase(terms_of("The Who ")).words == " the who ");
  CHECK_FALSE(as_one_phrase(terms_of("The Who ")).begins);
  CHECK(as_one_phrase(terms_of("The Who")).begins);
  CHECK(as_one_phrase(terms_of("artist:queen \"we will\" -live rock")).words == " we will rock ");
  CHECK(as_one_phrase(terms_of("artist:queen")).words == " ");
}

TEST_CASE("a word in a script without spaces is a phrase of its characters") {
  auto terms = terms_of("\u6563\u6b69 ");
  REQUIRE(terms.size() == 1);
  CHECK(terms[0].words == " \u6563 \u6b69 ");
}

TEST_CASE("marks stand where the words are, in the fields that were asked") {
  CHECK(marked("Love Me Do", "love") == Marked{"Love"});
  CHECK(marked("Lovers in Love", "lov") == Marked{"Lovers", "Love"});
  CHECK(marked("Lovers in Love", "love ") == Marked{"Love"});
  CHECK(marked("The Who Sell Out", "\"the who\"") == Marked{"The", "Who"});
  CHECK(marked("Who The What", "\"the who\"").empty());
  CHECK(marked("Don't Stop", "dont") == Marked{"Don't"});
  CHECK(marked("Love", "night -love").empty());
  CHECK(marked("Queen", "artist:queen").empty());
  CHECK(marked("Queen", "artist:queen", Field::artist) == Marked{"Queen"});
  CHECK(marked("!!!", "!!!") == Marked{"!!!"});
  CHECK(marks("\u00bd Love", folded("\u00bd Love"), Field::any, terms_of("1 2 love ")) ==
        std::vector<Stretch>{{0, 1}, {2, 6}});
  CHECK(marks("\u9752\u7a7a\u6563\u6b69\u9053", folded("\u9752\u7a7a\u6563\u6b69\u9053"), Field::any,
              terms_of("\u6563\u6b69")) == std::vector<Stretch>{{2, 4}});
  CHECK(marked("Q.U.O.", "quo") == Marked{"Q.U.O"});
  CHECK(marked("Marlow & Finch", "marlow and") == Marked{"Marlow", "&"});
}
