#include "api/shared_list.hpp"

#include <catch2/catch.hpp>

#include "api/card_pictures.hpp"
#include "api/slug.hpp"
#include "http/problem.hpp"

using namespace mtm;
using namespace mtm::api;

namespace {

ShareQuestion asked(std::string_view query) {
  http::Request request;
  request.query = query;
  return share_question(request);
}

}  // namespace

TEST_CASE("a question is kept with what its kind takes, and nothing else") {
  CHECK(asked("what=artists&by=minutes&range=12m&year=2016&slug=x").parameters == "by=minutes&range=12m");
  CHECK(asked("what=albums&from=2026-01-01&to=2026-02-01&counted_from=0").parameters ==
        "from=2026-01-01&to=2026-02-01&counted_from=0");
  CHECK(asked("what=tracks&counted_from=30").parameters.empty());
  CHECK(asked("what=recap&period=2026-11-01,2026-11-30&by=plays&year=2016").parameters ==
        "by=plays&period=2026-11-01%2C2026-11-30");
  CHECK(asked("what=year&year=2016&choice=loved&range=12m").parameters == "choice=loved&year=2016");
  CHECK(asked("what=year&period=2016-W20&choice=loved&order=happened").parameters ==
        "choice=loved&order=happened&period=2016-W20");
  CHECK(asked("what=year&from=2016-05-01&to=2016-05-03").parameters == "from=2016-05-01&to=2016-05-03");
  CHECK(asked("what=playlist&playlist_id=a%26b%3Dc%20%C3%A9").parameters == "playlist_id=a%26b%3Dc%20%C3%A9");
  CHECK(playlist_asked(asked("what=playlist&playlist_id=a%26b%3Dc%20%C3%A9")) == "a&b=c \xC3\xA9");
}

TEST_CASE("a question that says nothing is refused") {
  for (const auto* odd :
       {"", "what=", "what=everything", "what=year", "what=year&year=1", "what=year&year=x",
        "what=year&from=2016-05-01", "what=artists&counted_from=-1", "what=artists&counted_from=3601"}) {
    CAPTURE(odd);
    CHECK_THROWS_AS(asked(odd), http::Problem);
  }
}

TEST_CASE("what an older or newer version kept is known by its name, or not at all") {
  CHECK(kept_question("artists", "range=12m").has_value());
  CHECK_FALSE(kept_question("hologram", "").has_value());
}

TEST_CASE("a range of the calendar's last days rolls, other days stay") {
  CHECK(is_rolling(asked("what=artists")));
  CHECK(is_rolling(asked("what=artists&range=4w")));
  CHECK_FALSE(is_rolling(asked("what=artists&from=2026-01-01&to=2026-02-01")));
  CHECK(is_rolling(asked("what=recap&range=12m")));
  CHECK_FALSE(is_rolling(asked("what=recap&period=2026")));
  CHECK_FALSE(is_rolling(asked("what=year&year=2016")));
}

TEST_CASE("cards of different texts have different tags, wherever one text ends and the next begins") {
  cards::Card one{"ab", "c", "", {{"x", "", ""}}, ""}, other{"a", "bc", "", {{"x", "", ""}}, ""};
  CHECK(card_tag(one, cards::Form::preview) != card_tag(other, cards::Form::preview));
  CHECK(card_tag(one, cards::Form::preview) != card_tag(one, cards::Form::story));
  CHECK(card_tag(one, cards::Form::preview) == card_tag(cards::Card(one), cards::Form::preview));
  auto facts = one;
  facts.ranked = false;
  CHECK(card_tag(one, cards::Form::preview) != card_tag(facts, cards::Form::preview));
}

TEST_CASE("a slug is 22 characters of base64url") {
  CHECK(is_slug(new_slug()));
  CHECK(new_slug() != new_slug());
  for (const auto* odd : {"", "AAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAA+",
                          "AAAAAAAAAAA/AAAAAAAAAA", "AAAAAAAAAAA AAAAAAAAAA"})
    CHECK_FALSE(is_slug(odd));
}
