#include "sync/list_reading.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <random>
#include <set>

using namespace mtm;
using namespace mtm::sync;

namespace {

using Songs = std::vector<int>;

Songs songs(int count) {
  Songs all;
  for (int i = 0; i < count; ++i) all.push_back(i);
  return all;
}

/// A server of a list and a reader of it: what was asked for, read and given up.
class Reading {
 public:
  explicit Reading(int count) : list(songs(count)) {}

  /// The page from an offset on, as the server answers it for the nth time (from 1); nothing when it fails.
  using Serve = std::function<std::optional<PageFacts>(int offset, int nth, Songs& items)>;

  PageFacts page(int offset, Songs& items, int size = 50) const {
    auto all = static_cast<int>(list.size());
    for (int i = offset; i < std::min(offset + size, all); ++i) items.push_back(list[static_cast<std::size_t>(i)]);
    PageFacts facts;
    facts.count = static_cast<std::int64_t>(items.size());
    facts.total = all;
    facts.next = offset + size < all;
    if (facts.next) facts.next_offset = offset + size;
    return facts;
  }

  void run(const Serve& serve) {
    while (auto offset = reading.next()) {
      REQUIRE(asked.size() < 1000);
      asked.push_back(static_cast<int>(*offset));
      auto nth = static_cast<int>(std::count(asked.begin(), asked.end(), asked.back()));
      Songs items;
      auto facts = serve(asked.back(), nth, items);
      std::optional<Unread> unread;
      if (facts) {
        facts->news = std::any_of(items.begin(), items.end(), [&](int song) { return !met.contains(song); });
        met.insert(items.begin(), items.end());
        unread = reading.took(*facts);
      } else {
        unread = reading.failed("503");
      }
      if (unread) given_up.push_back(*unread);
      // As after an interruption: nothing but the state is needed to go on.
      auto again = reading_from(to_json(reading.state()));
      CHECK(to_json(again).text == to_json(reading.state()).text);
    }
  }

  bool has_all() const {
    return std::all_of(list.begin(), list.end(), [this](int song) { return met.contains(song); });
  }

  Songs list;
  ListReading reading{ReadingState()};
  std::vector<int> asked;
  std::set<int> met;
  std::vector<Unread> given_up;
};

}  // namespace

TEST_CASE("a list that keeps still is read page by page, each once") {
  struct Row {
    int songs;
    std::vector<int> asked;
  };
  for (const auto& row : {Row{0, {0}}, {1, {0}}, {50, {0}}, {51, {0, 50}}, {150, {0, 50, 100}}}) {
    CAPTURE(row.songs);
    Reading list(row.songs);
    list.run([&](int offset, int, Songs& items) { return list.page(offset, items); });
    CHECK(list.asked == row.asked);
    CHECK(list.has_all());
    CHECK(list.reading.complete());
    CHECK(list.reading.done() == row.songs);
  }
}

TEST_CASE("a page that fails is asked for again at the end") {
  for (int bad : {0, 50, 100}) {
    CAPTURE(bad);
    Reading list(120);
    list.run([&](int offset, int nth, Songs& items) -> std::optional<PageFacts> {
      if (offset == bad && nth == 1) return std::nullopt;
      return list.page(offset, items);
    });
    CHECK(list.has_all());
    CHECK(list.asked.back() == bad);
    // What stands behind the last page can't tell whether it failed by itself, so the first page is asked again.
    CHECK(list.asked.size() == (bad == 100 ? 5 : 4));
    CHECK(list.reading.complete());
  }
}

TEST_CASE("only what fails the second time, too, is given up") {
  Reading list(120);
  list.run([&](int offset, int, Songs& items) -> std::optional<PageFacts> {
    if (offset == 50) return std::nullopt;
    return list.page(offset, items);
  });
  REQUIRE(list.given_up.size() == 1);
  CHECK(list.given_up[0].places == Places{50, 100});
  CHECK(list.given_up[0].reason == "503");
  CHECK(list.reading.state().unread == 50);
  CHECK_FALSE(list.reading.complete());
  CHECK(list.reading.done() == 120);

  Reading last(120);
  last.run([&](int offset, int, Songs& items) -> std::optional<PageFacts> {
    if (offset == 100) return std::nullopt;
    return last.page(offset, items);
  });
  REQUIRE(last.given_up.size() == 1);
  CHECK(last.given_up[0].places == Places{100, 120});
  CHECK(last.asked == std::vector<int>{0, 50, 100, 0, 100});
}

TEST_CASE("a server that has nothing at all to say is done at once") {
  Reading list(0);
  list.run([&](int, int, Songs&) { return PageFacts(); });
  CHECK(list.asked == std::vector<int>{0});
  CHECK(list.reading.done() == 0);
  CHECK_FALSE(list.reading.complete());
}

TEST_CASE("an empty page is not the end while there is a next one or songs are missing") {
  for (bool next : {true, false}) {
    for (int empties : {1, 2}) {
      CAPTURE(next, empties);
      Reading list(250);
      list.run([&](int offset, int nth, Songs& items) {
        auto facts = list.page(offset, items);
        if (offset < 100 || offset >= 100 + 50 * empties || nth > 1) return facts;
        items.clear();
        facts.count = 0;
        facts.next = next;
        if (!next) facts.next_offset.reset();
        return facts;
      });
      CHECK(list.has_all());
      CHECK(list.reading.complete());
    }
  }
}

TEST_CASE("a page that stays empty is named, and what lies behind it is read") {
  Reading list(150);
  list.run([&](int offset, int, Songs& items) {
    auto facts = list.page(offset, items);
    if (offset != 50) return facts;
    items.clear();
    facts.count = 0;
    return facts;
  });
  CHECK(list.met.size() == 100);
  REQUIRE(list.given_up.size() == 1);
  CHECK(list.given_up[0].places == Places{50, 100});
  CHECK(list.asked == std::vector<int>{0, 50, 100, 50});
}

TEST_CASE("a server whose pages are smaller than asked for, or that does not name the next one, is read to the end") {
  for (bool next : {true, false}) {
    CAPTURE(next);
    Reading list(95);
    list.run([&](int offset, int, Songs& items) {
      auto facts = list.page(offset, items, 20);
      facts.next = facts.next && next;
      if (!facts.next) facts.next_offset.reset();
      return facts;
    });
    CHECK(list.has_all());
    CHECK(list.asked == std::vector<int>{0, 20, 40, 60, 80});
    CHECK(list.reading.complete());
  }
}

TEST_CASE("a server that does not say how long the list is, or says too little, is read while it names a next page") {
  for (auto total : {std::optional<std::int64_t>(), std::optional<std::int64_t>(10)}) {
    CAPTURE(total.has_value());
    Reading list(120);
    list.run([&](int offset, int, Songs& items) {
      auto facts = list.page(offset, items);
      facts.total = total;
      return facts;
    });
    CHECK(list.has_all());
    CHECK(list.asked == std::vector<int>{0, 50, 100});
    CHECK(list.reading.complete() == total.has_value());  // unless the length is told nobody knows what is missing
  }
}

TEST_CASE("a server that repeats itself is left after one page without news") {
  for (int count : {50, 150}) {
    CAPTURE(count);
    Reading list(count);
    list.run([&](int, int, Songs& items) {
      auto facts = list.page(0, items);
      facts.next = true;
      return facts;
    });
    CHECK(list.asked == std::vector<int>{0, 50});
    CHECK(list.reading.state().unread == count - 50);
    CHECK(list.given_up.size() == (count > 50 ? 1 : 0));
  }
}

TEST_CASE("a server of empty pages without end is left") {
  Reading list(0);
  list.run([&](int, int, Songs&) {
    PageFacts facts;
    facts.total = 100'000;
    facts.next = true;
    return facts;
  });
  CHECK(list.asked.size() == 6);
  CHECK(list.reading.state().unread == 100'000);
}

TEST_CASE("songs that are liked or unliked while the list is read cost no other") {
  struct Change {
    int before;  // the page before which it happens
    int place;   // unlikes the song there; -1 likes a new one
  };
  for (const auto& change : {Change{50, 0}, {50, 49}, {50, 50}, {100, 3}, {100, 149}, {50, -1}, {100, -1}}) {
    CAPTURE(change.before, change.place);
    Reading list(160);
    list.run([&](int offset, int nth, Songs& items) {
      if (offset == change.before && nth == 1 && list.list.size() == 160) {
        if (change.place < 0)
          list.list.insert(list.list.begin(), 1000);
        else
          list.list.erase(list.list.begin() + change.place);
      }
      return list.page(offset, items);
    });
    CHECK(list.has_all());
    CHECK(list.reading.complete());
    CHECK(list.asked.size() <= 6);
  }
}

TEST_CASE("whatever changes and fails while a list is read, each song of it is read or its place is named") {
  for (unsigned seed = 1; seed <= 500; ++seed) {
    std::minstd_rand random(seed);
    auto chance = [&](unsigned one_in) { return random() % one_in == 0; };
    Reading list(static_cast<int>(random() % 400));
    CAPTURE(seed, list.list.size());
    int born = 1000, changes = 0;
    list.run([&](int offset, int, Songs& items) -> std::optional<PageFacts> {
      if (chance(6)) return std::nullopt;
      // Likes and unlikes between two pages that leave the length as it was can't be seen.
      bool likes = chance(2);
      auto& all = list.list;
      for (auto many = chance(4) && ++changes < 8 ? 1 + random() % 60 : 0; many > 0; --many) {
        if (likes)
          all.insert(all.begin(), ++born);
        else if (!all.empty())
          all.erase(all.begin() + static_cast<std::ptrdiff_t>(random() % all.size()));
      }
      auto facts = list.page(offset, items);
      if (chance(8)) {
        items.clear();
        facts.count = 0;
      }
      return facts;
    });
    CHECK(list.reading.state().at_end);
    CHECK(list.reading.state().again.empty());
    bool named = list.reading.state().unread > 0;
    CHECK((list.has_all() || named));
    if (list.reading.complete()) CHECK(list.has_all());
  }
}

TEST_CASE("a reading that can't be read back begins again") {
  CHECK(reading_from(std::nullopt).offset == 0);
  for (const char* text : {"null", "[]", "{}", R"({"offset":5})",
                           R"({"offset":5,"total":null,"at_end":false,"again":[{"from":1}],"unread":0,"unknown":0})"}) {
    CAPTURE(text);
    CHECK(reading_from(Json{text}).offset == 0);
  }
  auto state = reading_from(
      Json{R"({"offset":5,"total":null,"at_end":true,"again":[{"from":1,"to":3}],"unread":2,"unknown":4,"new":1})"});
  CHECK(state.offset == 5);
  CHECK_FALSE(state.total);
  CHECK(state.again == std::vector<Places>{{1, 3}});
  CHECK(state.unread == 2);
  CHECK(state.unknown == 4);
}
