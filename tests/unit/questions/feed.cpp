// The plays newest first, who told each, and what a removal takes from them.
#include "questions/feed.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "history/tellers.hpp"
#include "history/telling.hpp"
#include "music/search_query.hpp"
#include "questions/charts.hpp"
#include "unit/questions/made.hpp"

using namespace mtm;
using namespace mtm::test;
using history::HistoryPtr;
using history::kMillisecond;
using history::kSecond;
using history::Moment;
using history::PlayRow;
using history::RemovedRow;
using history::Teller;
using questions::FeedFilter;
using questions::FeedPlace;

namespace {

constexpr unsigned kSeeds = 120;

HistoryPtr history_of(const Rows& rows, const std::vector<RemovedRow>& removed = {}) {
  history::Builder builder;
  for (const auto& track : rows.tracks) builder.add(track);
  for (const auto& play : rows.plays) builder.add(play);
  for (const auto& row : removed) builder.add(row);
  return builder.finish(Id{1}, 1, 1, TimeZone::of("Europe/Berlin"));
}

/// A few evenings as several sources tell them: none knows all plays, and each has its own idea of when they were.
struct Evenings {
  explicit Evenings(unsigned seed) : random(seed) {
    for (std::int64_t id = 1; id <= 12; ++id) {
      auto& track = rows.track(id);
      static constexpr const char* kNames[] = {"One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight"};
      track.name = kNames[id % 8];  // some have the name of another one, and so are its song
      track.artist_id = id % 4 + 1;
      track.artist = kNames[id % 4];
      track.duration_ms = 60'000 * static_cast<int>(1 + id % 8);
      if (id % 3 > 0) track.album = kNames[id % 2];
    }
    auto sources = 1 + drawn(6);
    Moment at = moment("2026-03-27T18:00:00Z");  // over the night in which clocks change
    for (int i = 0; i < 60; ++i) {
      auto track = 1 + drawn(12);
      auto length = rows.tracks[static_cast<std::size_t>(track - 1)].duration_ms;
      auto ms_played = drawn(4) == 0 ? drawn(30'000) : length;
      auto began = at, ended = at + ms_played * kMillisecond;
      for (int source = 0; source < sources; ++source)
        if (drawn(3) > 0) tell(source, track, began, ended, ms_played);
      at = ended + (drawn(10) == 0 ? drawn(40'000) : drawn(15)) * kSecond;
    }
  }

  int drawn(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random); }

  void tell(int source, std::int64_t track, Moment began, Moment ended, int ms_played) {
    auto minute = [](Moment at) { return at / (60 * kSecond) * (60 * kSecond); };
    PlayRow row{track, ended, ms_played};
    row.source_id = 10 + source;
    switch (source) {
      case 0:  // two exports, the second of which tells all again that the first one has
      case 4:
        row.teller = Teller::extended_history;
        break;
      case 1:
        row.at += drawn(20) * kSecond;
        row.ms_played = -1;
        break;
      case 2:
        row.at = began + drawn(30) * kSecond;
        row.at_is_start = true;
        row.ms_played = -1;
        row.teller = Teller::scrobble;
        break;
      case 3:
        row.at = minute(ended);
        row.cut_to_minute = true;
        row.teller = Teller::account_data;
        break;
      default:
        row.at = minute(began);
        row.at_is_start = row.cut_to_minute = true;
        row.teller = Teller::scrobble;
    }
    rows.plays.push_back(row);
  }

  std::mt19937 random;
  Rows rows;
};

/// A row as a source tells it.
using Said = std::tuple<std::int64_t, std::int64_t, Moment, std::int32_t, Teller, bool, bool>;

Said said_by(const PlayRow& row) {
  return {row.source_id, row.track_id, row.at, row.ms_played, row.teller, row.at_is_start, row.cut_to_minute};
}

std::vector<Said> rows_of(const history::History& history, const history::Told& told) {
  std::vector<Said> rows;
  for (const auto& row : told.rows)
    rows.emplace_back(history.sources.at(row.source), history.tracks->ids[row.track], row.at, row.ms_played, row.teller,
                      row.at_is_start, row.cut_to_minute);
  return rows;
}

/// All pages, one after the other.
std::vector<std::uint32_t> all_pages(const history::History& history, const FeedFilter& filter, std::size_t limit) {
  std::vector<std::uint32_t> plays;
  std::optional<FeedPlace> place;
  do {
    auto page = questions::feed(history, filter, place, limit);
    REQUIRE(page.plays.size() <= limit);
    REQUIRE((!page.next || page.plays.size() == limit));
    plays.insert(plays.end(), page.plays.begin(), page.plays.end());
    place = page.next;
  } while (place);
  return plays;
}

using Play = std::tuple<Moment, std::int64_t, std::int32_t>;  // end, id, ms_played

std::multiset<Play> plays_of(const history::History& history) {
  std::multiset<Play> plays;
  for (std::size_t i = 0; i < history.plays->size(); ++i)
    plays.emplace(history.plays->ended[i], history.tracks->ids[history.plays->tracks[i]], history.plays->ms_played[i]);
  return plays;
}

Play play_of(const history::History& history, std::uint32_t play) {
  return {history.plays->ended[play], history.tracks->ids[history.plays->tracks[play]], history.plays->ms_played[play]};
}

RemovedRow removal_of(const history::History& history, const history::Sighting& row) {
  return {history.tracks->ids[row.track], row.at, row.ms_played, row.at_is_start, row.cut_to_minute, row.teller};
}

std::vector<std::uint32_t> numbers(const history::History& history) {
  std::vector<std::uint32_t> plays(history.plays->size());
  std::iota(plays.begin(), plays.end(), 0U);
  return plays;
}

}  // namespace

TEST_CASE("all pages together have each play once, newest first, however long a page is") {
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    CAPTURE(seed);
    Evenings made(seed);
    auto history = history_of(made.rows);
    auto limit = static_cast<std::size_t>(1 + made.drawn(20));
    auto plays = all_pages(*history, {}, limit);
    REQUIRE(std::set(plays.begin(), plays.end()).size() == history->plays->size());
    REQUIRE(plays.size() == history->plays->size());
    REQUIRE(std::is_sorted(plays.begin(), plays.end(), [&](auto a, auto b) {
      return questions::began(*history->plays, a) > questions::began(*history->plays, b);
    }));
  }
}

TEST_CASE("who told the plays of all pages has told each of their rows exactly once") {
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    CAPTURE(seed);
    Evenings made(seed);
    auto history = history_of(made.rows);
    bool alone = history->sources.size() == 1;  // what it repeats is one row
    std::multiset<Said> told, rows;
    for (const auto& row : made.rows.plays) rows.insert(said_by(row));
    std::optional<FeedPlace> place;
    do {
      auto page = questions::feed(*history, {}, place, 7);
      for (const auto& play : history::told(*history, page.plays))
        for (const auto& row : rows_of(*history, play)) told.insert(row);
      place = page.next;
    } while (place);
    if (alone)
      REQUIRE(std::set(told.begin(), told.end()) == std::set(rows.begin(), rows.end()));
    else
      REQUIRE(told == rows);
  }
}

TEST_CASE("a play is found by each row that tells of it") {
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    CAPTURE(seed);
    Evenings made(seed);
    auto history = history_of(made.rows);
    for (const auto& play : history::told(*history, numbers(*history))) {
      REQUIRE_FALSE(play.removed);
      for (const auto& row : play.rows) {
        auto found = history::told_by(*history, name_of(*history, row));
        REQUIRE(found);
        REQUIRE(name_of(*history, found->best()) == name_of(*history, play.best()));
      }
    }
    REQUIRE_FALSE(history::told_by(*history, {1, 5, -1}));
    REQUIRE_FALSE(history::told_by(*history, {99, made.rows.plays.front().at, -1}));
  }
}

TEST_CASE("a page stays where it was while plays arrive and others are removed") {
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    CAPTURE(seed);
    Evenings made(seed);
    auto before = history_of(made.rows);
    auto first = questions::feed(*before, {}, std::nullopt, 10);
    if (!first.next) continue;
    auto said = [](const history::History& history, const questions::FeedPage& page) {
      std::vector<Play> plays;
      for (auto play : page.plays) plays.push_back(play_of(history, play));
      return plays;
    };
    auto second = said(*before, questions::feed(*before, {}, first.next, 10));
    auto rows = made.rows;
    auto newest = questions::began(*before->plays, first.plays.front());
    for (int i = 1; i <= 3; ++i) rows.plays.push_back({1, newest + i * 10'000 * kSecond, -1});
    auto removed = removal_of(*before, history::told(*before, first.plays).at(3).best());
    auto after = history_of(rows, {removed});
    REQUIRE(said(*after, questions::feed(*after, {}, first.next, 10)) == second);
  }
}

TEST_CASE("what a day has on a page is what charts have of it") {
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    CAPTURE(seed);
    Evenings made(seed);
    auto history = history_of(made.rows);
    FeedFilter filter;
    filter.counted_from = made.drawn(2) * 30'000;
    for (const auto& day : questions::feed(*history, filter, std::nullopt, 1'000).days) {
      questions::ChartQuestion question;
      question.counting.days = {day.day, day.day};
      question.counting.filter.counted_from = filter.counted_from;
      auto played = questions::chart(*history, question).played;
      REQUIRE(day.plays == played.plays);
      REQUIRE(day.ms_played == played.ms_played);
      REQUIRE(day.without_length == played.without_length);
    }
  }
}

TEST_CASE("a filter leaves the plays for which it holds") {
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    CAPTURE(seed);
    Evenings made(seed);
    auto history = history_of(made.rows);
    const auto& plays = *history->plays;
    const auto& tracks = *history->tracks;
    auto limit = static_cast<std::size_t>(1 + made.drawn(9));
    auto check = [&](const FeedFilter& filter, auto holds) {
      auto left = all_pages(*history, filter, limit);
      std::set<std::uint32_t> found(left.begin(), left.end()), wanted;
      REQUIRE(found.size() == left.size());
      for (std::uint32_t play = 0; play < plays.size(); ++play)
        if (holds(play)) wanted.insert(play);
      REQUIRE(found == wanted);
    };
    FeedFilter of_artist, of_album, of_track, of_words, of_days, of_length, of_source;
    of_artist.artist_id = 2;
    check(of_artist, [&](auto play) { return tracks.artist_id(plays.tracks[play]) == 2; });
    of_album.album_of = 4;
    auto album = tracks.albums[tracks.find(Id{4})];
    check(of_album, [&](auto play) { return tracks.albums[plays.tracks[play]] == album; });
    of_track.track_id = 5;
    check(of_track, [&](auto play) { return tracks.ids[plays.tracks[play]] == 5; });
    of_words.words = questions::Search{music::folded_terms(music::read_search("artist:two six")), {}, {}};
    check(of_words, [&](auto play) {
      auto track = plays.tracks[play];
      return tracks.name(track) == "Six" && tracks.artist(track) == "Two";
    });
    of_days.days = {day("2026-03-28"), day("2026-03-28")};
    check(of_days, [&](auto play) { return history->zone->day(questions::began(plays, play)) == of_days.days.first; });
    of_length.counted_from = 30'000;
    check(of_length, [&](auto play) { return plays.ms_played[play] < 0 || plays.ms_played[play] >= 30'000; });
    for (auto source : history->sources) {
      of_source.source_id = source;
      auto told = history::told(*history, numbers(*history));
      check(of_source, [&](auto play) {
        auto tellers = told[play].sources();
        return std::any_of(tellers.begin(), tellers.end(),
                           [&](auto number) { return history->sources[number] == source; });
      });
    }
    of_source.source_id = 999;
    check(of_source, [](auto) { return false; });
  }
}

TEST_CASE("removing a play takes that play away and no other") {
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    CAPTURE(seed);
    Evenings made(seed);
    auto whole = history_of(made.rows);
    std::vector<RemovedRow> removed;
    auto left = plays_of(*whole);
    for (int i = 0; i < 3; ++i) {
      auto play = static_cast<std::uint32_t>(made.drawn(static_cast<int>(whole->plays->size())));
      auto told = history::told(*whole, std::vector<std::uint32_t>{play}).front();
      removed.push_back(removal_of(*whole, told.best()));
      left.erase(play_of(*whole, play));  // and those that say the same, which a row can't tell apart
    }
    auto history = history_of(made.rows, removed);
    REQUIRE(plays_of(*history) == left);
    REQUIRE(history_of(made.rows)->plays->size() == whole->plays->size());  // to take it back is to forget the row
    for (const auto& row : removed) {
      auto found = history::told_by(*history, {row.track_id, row.at, row.ms_played, row.at_is_start});
      REQUIRE(found);
      REQUIRE(found->removed);
    }
  }
}

TEST_CASE("a removal holds for what sources tell of the play later") {
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    CAPTURE(seed);
    Evenings made(seed);
    auto early = made.rows;  // without the exports, which know all plays best
    std::erase_if(early.plays, [](const PlayRow& row) { return row.teller == Teller::extended_history; });
    auto before = history_of(early);
    if (before->plays->size() == 0) continue;
    auto play = static_cast<std::uint32_t>(made.drawn(static_cast<int>(before->plays->size())));
    auto row = history::told(*before, std::vector<std::uint32_t>{play}).front().best();
    auto whole = history_of(made.rows);
    auto left = plays_of(*whole);
    for (auto each : numbers(*whole)) {
      auto told = history::told(*whole, std::vector<std::uint32_t>{each}).front();
      bool tells = std::any_of(told.rows.begin(), told.rows.end(), [&](const history::Sighting& teller) {
        return name_of(*whole, teller) == name_of(*before, row) && manner_of(teller) == manner_of(row);
      });
      if (tells) left.erase(play_of(*whole, each));
    }
    REQUIRE(left.size() < whole->plays->size());
    auto history = history_of(made.rows, {removal_of(*before, row)});
    REQUIRE(plays_of(*history) == left);
  }
}

TEST_CASE("a removal whose row is gone stands in for it") {
  Rows rows;
  rows.track(1).duration_ms = 200'000;
  rows.track(2).duration_ms = 200'000;
  auto ended = moment("2026-03-27T18:00:00Z");
  RemovedRow removed{1, ended, 200'000, false, false, Teller::extended_history};
  auto count = [&] { return history_of(rows, {removed})->plays->size(); };
  CHECK(count() == 0);
  auto tell = [&](std::int64_t track, Moment at, Teller teller, bool start, std::int64_t source) {
    PlayRow row{track, at, -1};
    row.teller = teller;
    row.at_is_start = start;
    row.source_id = source;
    rows.plays.push_back(row);
  };
  tell(1, ended + 5 * kSecond, Teller::spotify_api, false, 1);
  CHECK(count() == 0);  // the same play as Spotify's API tells it
  tell(1, ended - 190 * kSecond, Teller::scrobble, true, 2);
  CHECK(count() == 0);
  tell(1, ended + 205 * kSecond, Teller::spotify_api, false, 1);
  CHECK(count() == 1);  // once more
  tell(2, ended, Teller::spotify_api, false, 1);
  CHECK(count() == 2);  // another song
  removed.track_id = 3;
  CHECK(history_of(rows, {removed})->plays->size() == 3);  // of a track that the library lacks it says nothing
}

TEST_CASE("a history that grows after a removal leaves out what was removed, and has what is new") {
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    CAPTURE(seed);
    Evenings made(seed);
    if (made.rows.plays.size() < 4) continue;
    auto first = made.rows;
    first.plays.resize(made.rows.plays.size() / 2);
    auto base = history_of(first);
    auto play = static_cast<std::uint32_t>(made.drawn(static_cast<int>(base->plays->size())));
    auto removed = removal_of(*base, history::told(*base, std::vector<std::uint32_t>{play}).front().best());
    base = history_of(first, {removed});
    history::Builder builder(base);
    for (auto row = first.plays.size(); row < made.rows.plays.size(); ++row) builder.add(made.rows.plays[row]);
    auto grown = builder.finish(Id{1}, 2, 1, base->zone);
    REQUIRE(plays_of(*grown) == plays_of(*history_of(made.rows, {removed})));
  }
}

TEST_CASE("all plays may be removed, and the history goes on") {
  Rows rows;
  rows.track(1);
  rows.play(1, "2026-03-27T18:00:00Z");
  RemovedRow removed{1, moment("2026-03-27T18:00:00Z"), -1, false, false, Teller::spotify_api};
  auto base = history_of(rows, {removed});
  CHECK(base->plays->size() == 0);
  CHECK(base->counts->plays.at(0) == 0);
  CHECK(questions::feed(*base, {}, std::nullopt, 10).plays.empty());
  history::Builder builder(base);
  builder.add(PlayRow{1, moment("2026-03-27T19:00:00Z"), -1});
  auto grown = builder.finish(Id{1}, 2, 1, base->zone);
  CHECK(grown->plays->size() == 1);
  CHECK(grown->counts->plays.at(0) == 1);
}

TEST_CASE("a play by hand is the play that others tell of the same minutes") {
  Rows rows;
  rows.track(1).duration_ms = 200'000;
  auto began = moment("2026-03-27T18:00:00Z");
  PlayRow by_hand{1, began, 200'000};
  by_hand.teller = history::telling_of("hand").teller;
  by_hand.cut_to_minute = history::telling_of("hand").cut_to_minute;
  by_hand.at_is_start = true;
  by_hand.source_id = 1;
  rows.plays.push_back(by_hand);
  PlayRow told{1, began + 240 * kSecond, -1};
  told.source_id = 2;
  rows.plays.push_back(told);
  auto history = history_of(rows);
  REQUIRE(history->plays->size() == 1);
  CHECK(history->plays->ms_played[0] == 200'000);
  CHECK(history::told(*history, numbers(*history)).front().sources().size() == 2);
  rows.plays.back().at += 400 * kSecond;
  CHECK(history_of(rows)->plays->size() == 2);
}

TEST_CASE("two exports that tell the same play are both named") {
  Rows rows;
  rows.track(1);
  for (std::int64_t source : {5, 3}) {
    PlayRow row{1, moment("2026-03-27T18:00:00Z"), 100'000};
    row.teller = Teller::extended_history;
    row.source_id = source;
    rows.plays.push_back(row);
  }
  auto history = history_of(rows);
  REQUIRE(history->plays->size() == 1);
  CHECK(history::told(*history, numbers(*history)).front().sources().size() == 2);
}

TEST_CASE("plays that say the same stand on one page each") {
  Rows rows;
  rows.track(1);
  for (std::int64_t source : {1, 1, 1}) {
    PlayRow row{1, moment("2026-03-27T18:00:00Z"), 5'000};
    row.teller = Teller::account_data;
    row.cut_to_minute = true;
    row.source_id = source;
    rows.plays.push_back(row);
  }
  auto history = history_of(rows);
  REQUIRE(history->plays->size() == 3);
  auto plays = all_pages(*history, {}, 1);
  CHECK(std::set(plays.begin(), plays.end()).size() == 3);
}
