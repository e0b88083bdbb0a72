#include "music/search_terms.hpp"

#include <catch2/catch.hpp>

using namespace mtm::music;

namespace {

using Marked = std::vector<std::string>;

/// The terms of a search in plain ASCII.
std::vector<FoldedTerm> terms_of(std::string_view text) {
  auto query = read_search(text);
  std::vector<std::string> folded_texts;
  for (const auto& term : query.terms) folded_texts.push_back(folded(term.text));
  return folded_terms(query, folded_texts);
}

/// The marked words of a name in plain ASCII.
Marked marked(const std::string& name, std::string_view search, Field field = Field::any) {
  Marked words;
  for (auto [begin, end] : marks(name, folded(name), field, terms_of(search)))
    words.push_back(name.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin)));
  return words;
}

}  // namespace

TEST_CASE("folding takes case and punctuation away, and leaves signs where there is nothing else") {
  struct Case {
    const char* name;
    const char* folded;
  };
  for (auto [name, expected] : {Case{"The Who", " the who "},
                                {"  A  ", " a "},
                                {"AC/DC", " ac dc "},
                                {"Don't Look Back", " dont look back "},
                                {"Rock 'n' Roll (Live)", " rock n roll live "},
                                {"P!nk", " p nk "},
                                {"!!!", " !!! "},
                                {"? !", " ? ! "},
                                {"", "  "},
                                {" ", "  "},
                                {"99 Problems", " 99 problems "},
                                {"a_b%c\\d", " a b c d "},
                                {"\tTab\nLine", " tab line "}}) {
    CAPTURE(name);
    CHECK(folded(name) == expected);
  }
  CHECK(folded("Beyonc\u00e9") == " beyonce ");
}

TEST_CASE("written words are as many as folded ones, counted in characters") {
  CHECK(written_words("The Who") == std::vector<Stretch>{{0, 3}, {4, 7}});
  CHECK(written_words("Don't stop") == std::vector<Stretch>{{0, 5}, {6, 10}});
  CHECK(written_words("Sigur R\u00f3s \u2013 \u00c1g\u00e6tis") == std::vector<Stretch>{{0, 5}, {6, 9}, {12, 18}});
  CHECK(written_words("\u6771\u4eac\u3000\u30b9\u30ab\uff01") == std::vector<Stretch>{{0, 2}, {3, 5}});
  CHECK(written_words("!!!") == std::vector<Stretch>{{0, 3}});
  CHECK(written_words("").empty());
  CHECK(written_words("\xff\xfe broken").size() == 2);
}

TEST_CASE("signs are looked for only when there is nothing else to look for") {
  CHECK(terms_of("simon & garfunkel").size() == 2);
  CHECK(terms_of("!!!").size() == 1);
  CHECK(terms_of("- love").size() == 1);
  CHECK(terms_of("\"\"").empty());
}

TEST_CASE("each word is a range of words, and the last one may go on") {
  auto last = std::string("lov\xf4\x8f\xbf\xbf");
  CHECK(word_ranges(terms_of("lov")) == std::vector<WordRange>{{"lov", last}});
  CHECK(word_ranges(terms_of("lov ")) == std::vector<WordRange>{{"lov", "lov"}});
  CHECK(word_ranges(terms_of("\"the who\" -live lov")) ==
        std::vector<WordRange>{{"the", "the"}, {"who", "who"}, {"lov", last}});
  CHECK(word_ranges(terms_of("-live")).empty());
}

TEST_CASE("a pattern means its letters, whatever they mean to LIKE") {
  CHECK(like_pattern(terms_of("love ")[0]) == "% love %");
  CHECK(like_pattern(terms_of("love")[0]) == "% love%");
  CHECK(like_pattern(terms_of("\"the who\"")[0]) == "% the who %");
  CHECK(like_pattern(terms_of("%_\\ ")[0]) == "% \\%\\_\\\\ %");
}

TEST_CASE("the whole title is what has no field and is not left out") {
  CHECK(whole_title(terms_of("The Who")) == " the who ");
  CHECK(whole_title(terms_of("artist:queen \"we will\" -live rock")) == " we will rock ");
  CHECK(whole_title(terms_of("artist:queen")) == " ");
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
  CHECK(marks("1\u20442 Love", " 1 2 love ", Field::any, terms_of("love "))
            .empty());  // two words of one: nothing is better than the wrong one
}
