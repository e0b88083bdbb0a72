#include "music/search_query.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace mtm::music;

namespace Catch {
template <>
struct StringMaker<SearchTerm> {
  static std::string convert(const SearchTerm& term) {
    return (term.excluded ? "-" : "") + std::to_string(static_cast<int>(term.field)) + ":'" + term.text +
           (term.begins ? "'..." : "'");
  }
};
}  // namespace Catch

namespace {

SearchTerm word(std::string text) { return {std::move(text), Field::any, false, false}; }
SearchTerm begins(std::string text) { return {std::move(text), Field::any, false, true}; }
SearchTerm without(std::string text) { return {std::move(text), Field::any, true, false}; }

}  // namespace

TEST_CASE("a search is read into words, phrases and what they must not be") {
  struct Case {
    std::string text;
    std::vector<SearchTerm> terms;
  };
  for (const auto& [text, terms] : {
           Case{"", {}},
           Case{"   \t ", {}},
           Case{"love", {begins("love")}},
           Case{"love ", {word("love")}},
           Case{"The Who", {word("The"), begins("Who")}},
           Case{"\"the who\"", {word("the who")}},
           Case{"\"the who", {word("the who")}},  // still being typed
           Case{"\"\"", {}},
           Case{"\"\" love", {begins("love")}},
           Case{"love -dance", {word("love"), without("dance")}},
           Case{"-dance", {without("dance")}},
           Case{"-\"the who\" live", {without("the who"), begins("live")}},
           Case{"-", {begins("-")}},
           Case{"a - b", {word("a"), word("-"), begins("b")}},
           Case{"--", {without("-")}},
           Case{"-v-", {begins("-v-")}},  // a name between hyphens
           Case{"-v- live", {word("-v-"), begins("live")}},
           Case{"-v -live", {without("v"), without("live")}},
           Case{"-\"the who-\"", {without("the who-")}},
           Case{"Jay-Z", {begins("Jay-Z")}},
           Case{"!!!", {begins("!!!")}},
           Case{"artist:queen", {{"queen", Field::artist, false, true}}},
           Case{"ARTIST:\"the who\" a", {{"the who", Field::artist, false, false}, begins("a")}},
           Case{"-album:live", {{"live", Field::album, true, false}}},
           Case{"album:\"kid a", {{"kid a", Field::album, false, false}}},
           Case{"Re:Stacks", {begins("Re:Stacks")}},  // no filter of ours
           Case{":artist", {begins(":artist")}},
           Case{"\"artist:queen\"", {word("artist:queen")}},
           Case{"'; drop table tracks --", {word("';"), word("drop"), word("table"), word("tracks"), without("-")}},
       }) {
    CAPTURE(text);
    auto query = read_search(text);
    CHECK_FALSE(query.problem);
    CHECK(query.terms == terms);
  }
}

TEST_CASE("years are one, a span, or open at one end") {
  struct Case {
    std::string text;
    Between<int> years;
  };
  for (const auto& [text, years] :
       {Case{"year:1994", {1994, 1994}}, Case{"year:1990-1999", {1990, 1999}}, Case{"YEAR:>1999", {2000, 9999}},
        Case{"year:>=1999", {1999, 9999}}, Case{"year:<1990", {1, 1989}}, Case{"year:<=1990", {1, 1990}},
        Case{"year:\"1990-1999\"", {1990, 1999}}}) {
    CAPTURE(text);
    auto query = read_search(text);
    CHECK_FALSE(query.problem);
    REQUIRE(query.years);
    CHECK(*query.years == years);
    CHECK(query.terms.empty());
  }
}

TEST_CASE("the ends of a span of energy are in it, and what is more than a number begins right after it") {
  CHECK(*read_search("energy:0.2-0.4").energy == Between<float>{0.2F, 0.4F});
  CHECK(*read_search("energy:>=0.8").energy == Between<float>{0.8F, 1});
  CHECK(*read_search("energy:<=0.8").energy == Between<float>{0, 0.8F});
  CHECK(*read_search("energy:0.5").energy == Between<float>{0.5F, 0.5F});
  auto more = *read_search("energy:>0.8").energy;
  CHECK(more.least > 0.8F);
  CHECK(more.least == std::nextafter(0.8F, 1.0F));
  auto less = *read_search("energy:<0.8").energy;
  CHECK(less.most < 0.8F);
  CHECK(less.most == std::nextafter(0.8F, 0.0F));
}

TEST_CASE("a filter that says nothing is refused with a sentence that shows a good one") {
  struct Case {
    std::string text, sentence;
  };
  for (const auto& [text, sentence] : {Case{"artist:", "artist: needs a name"},
                                       Case{"artist: queen", "artist: needs a name"},
                                       Case{"album:\"\"", "album: needs a name"},
                                       Case{"year:", "year: takes a year"},
                                       Case{"year:nineties", "year: takes a year"},
                                       Case{"year:1990-", "year: takes a year"},
                                       Case{"year:-1990", "year: takes a year"},
                                       Case{"year:1990-1999-2000", "year: takes a year"},
                                       Case{"year:19900", "year: takes a year"},
                                       Case{"year:=>1990", "year: takes a year"},
                                       Case{"year:99999999999999", "year: takes a year"},
                                       Case{"year:1999-1990", "end before they begin"},
                                       Case{"year:1990 year:1991", "only once"},
                                       Case{"energy:", "energy: takes numbers"},
                                       Case{"energy:high", "energy: takes numbers"},
                                       Case{"energy:>1.5", "energy: takes numbers"},
                                       Case{"energy:-1", "energy: takes numbers"},
                                       Case{"energy:nan", "energy: takes numbers"},
                                       Case{"energy:inf", "energy: takes numbers"},
                                       Case{"energy:>", "energy: takes numbers"},
                                       Case{"energy:0.4-0.2", "ends before it begins"},
                                       Case{"energy:0.1 energy:0.2", "only once"},
                                       Case{"-year:1990", "left out with a minus"},
                                       Case{"-energy:>0.5", "left out with a minus"},
                                       Case{"a b c d e f g h i j k l m n o p q", "at most 16 words"},
                                       Case{std::string(501, 'a'), "at most 500 bytes"}}) {
    CAPTURE(text);
    auto query = read_search(text);
    REQUIRE(query.problem);
    CHECK_THAT(*query.problem, Catch::Contains(sentence));
  }
}
