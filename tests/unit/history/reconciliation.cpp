// Which rows of several sources speak of the same play, and what a history keeps to know it in its next version.
#include "history/reconciliation.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <string>

#include "history/same_songs.hpp"

using namespace mtm;
using namespace mtm::history;

namespace {

constexpr Moment kNoon = 1'700'000'040 * kSecond;  // at the beginning of a minute

/// Tracks 0 and 1 are the same song of 200 s, 2 is another of unknown length.
struct Facts {
  std::vector<std::int64_t> ids{10, 11, 12};
  std::vector<std::int32_t> durations_ms{200'000, 200'000, -1};
  std::vector<std::uint32_t> songs{0, 0, 2};

  operator TrackFacts() const { return {ids, durations_ms, songs}; }
};

Sighting extended(Moment end, std::int32_t ms_played, TrackNo track = 0, std::uint32_t source = 0) {
  return {track, end, ms_played, source, Teller::extended_history, false, false};
}
Sighting api(Moment end, TrackNo track = 0, std::uint32_t source = 1) {
  return {track, end, -1, source, Teller::spotify_api, false, false};
}
Sighting scrobble(Moment start, std::int32_t ms_played = -1, TrackNo track = 0, std::uint32_t source = 2) {
  return {track, start, ms_played, source, Teller::scrobble, true, false};
}
Sighting lastfm(Moment start, bool cut = false, TrackNo track = 0, std::uint32_t source = 3) {
  return {track, start, -1, source, Teller::lastfm, true, cut};
}
Sighting account(Moment minute, std::int32_t ms_played, TrackNo track = 0, std::uint32_t source = 4) {
  return {track, minute, ms_played, source, Teller::account_data, false, true};
}

Sightings all_of(const std::vector<Sighting>& rows) {
  Sightings all;
  for (const auto& row : rows) all.push_back(row);
  return all;
}

using Play = std::tuple<Moment, std::int64_t, std::int32_t, std::string>;  // end, id, ms_played, details

using music::country_of;
using music::Ending;
using music::YesNo;

std::string said_of(const PlayDetails& details) {
  if (details == PlayDetails()) return "";
  std::string said = details.in_private ? "private " : "";
  for (int value : {int(details.shuffle), int(details.offline), int(details.ending), int(details.platform)})
    said += std::to_string(value);
  return said + music::name_of_country(details.country);
}

std::vector<Play> said_by(const Plays& plays, const TrackFacts& facts) {
  std::vector<Play> said;
  for (std::size_t i = 0; i < plays.size(); ++i)
    said.emplace_back(plays.ended[i], facts.ids[plays.tracks[i]], plays.ms_played[i], said_of(plays.details[i]));
  return said;
}

std::vector<Play> plays_of(const std::vector<Sighting>& rows, const TrackFacts& facts) {
  return said_by(reconciled(all_of(rows), facts), facts);
}

std::vector<Play> plays_of(const std::vector<Sighting>& rows) { return plays_of(rows, Facts()); }

std::vector<std::uint32_t> leaders(const Sightings& all, const TrackFacts& facts) {
  return same_plays(all, facts, order_of(all, facts)).leaders;
}

std::size_t count(const std::vector<Sighting>& rows) { return plays_of(rows).size(); }

}  // namespace

TEST_CASE("two rows are one play where the table of pairs says so, and two elsewhere") {
  struct Case {
    const char* name;
    Sighting a, b;
    bool same;
  };
  auto moved = [](Sighting row, TrackNo track) {
    row.track = track;
    return row;
  };
  auto e = extended(kNoon, 180'000);
  std::vector<Case> cases{
      {"extended again", e, extended(kNoon, 180'000, 0, 7), true},
      {"extended again in the same file", e, e, true},
      {"a second later", e, extended(kNoon + kSecond, 180'000, 0, 7), false},
      {"another ms_played", e, extended(kNoon, 180'001, 0, 7), false},
      {"another track of the song", e, extended(kNoon, 180'000, 1, 7), false},

      {"API 90 s later", e, api(kNoon + 90 * kSecond), true},
      {"API of another track of the song", e, api(kNoon + 90 * kSecond, 1), true},
      {"API more than 90 s later", e, api(kNoon + 90 * kSecond + 1), false},
      {"API of another song", e, api(kNoon, 2), false},
      {"API 10 s before the start", e, api(kNoon - 190 * kSecond), true},
      {"API more than 10 s before the start", e, api(kNoon - 190 * kSecond - 1), false},
      {"API 90 s before the end of a short play", extended(kNoon, 1'000), api(kNoon - 90 * kSecond), true},
      {"API more than 90 s before the end of a short play", extended(kNoon, 1'000), api(kNoon - 90 * kSecond - 1),
       false},
      {"API again", api(kNoon), api(kNoon, 0, 7), true},
      {"API again, relinked", api(kNoon), api(kNoon, 1, 7), true},
      {"API again in the same answers", api(kNoon), api(kNoon), true},
      {"two songs at one moment", api(kNoon), api(kNoon, 2), false},
      {"API a microsecond later", api(kNoon), api(kNoon + 1, 0, 7), false},

      {"scrobble 120 s after the start", e, scrobble(kNoon - 60 * kSecond), true},
      {"scrobble within the play", e, scrobble(kNoon), true},
      {"scrobble after the end", e, scrobble(kNoon + 1), false},
      {"scrobble after the end of a short play", extended(kNoon, 1'000), scrobble(kNoon + 119 * kSecond), true},
      {"scrobble 120 s after that start", extended(kNoon, 1'000), scrobble(kNoon + 119 * kSecond + 1), false},
      {"scrobble 120 s before the start", e, scrobble(kNoon - 300 * kSecond), true},
      {"scrobble more than 120 s before the start", e, scrobble(kNoon - 300 * kSecond - 1), false},
      {"scrobble 10 s before a whole listen", extended(kNoon, 30'000), scrobble(kNoon - 210 * kSecond), true},
      {"scrobble earlier than that", extended(kNoon, 30'000), scrobble(kNoon - 210 * kSecond - 1), false},
      {"scrobble of unknown length", extended(kNoon, 180'000, 2), scrobble(kNoon - 180 * kSecond, -1, 2), true},
      {"scrobble and API", api(kNoon), scrobble(kNoon - 200 * kSecond), true},
      {"scrobble 120 s before the API's start", api(kNoon), scrobble(kNoon - 320 * kSecond), true},
      {"scrobble more than 120 s before it", api(kNoon), scrobble(kNoon - 320 * kSecond - 1), false},
      {"scrobble and API of unknown length", api(kNoon, 2), scrobble(kNoon - 120 * kSecond, -1, 2), true},
      {"the same, further away", api(kNoon, 2), scrobble(kNoon - 120 * kSecond - 1, -1, 2), false},
      {"Last.fm and extended", e, lastfm(kNoon - 180 * kSecond), true},
      {"Last.fm and API", api(kNoon), lastfm(kNoon - 200 * kSecond), true},
      {"a minute that may be near enough", e, lastfm(kNoon - 360 * kSecond, true), true},
      {"a minute that is not", e, lastfm(kNoon - 420 * kSecond, true), false},

      {"scrobbles in one second", scrobble(kNoon), scrobble(kNoon + 999'999, -1, 1, 7), true},
      {"scrobbles in two", scrobble(kNoon), scrobble(kNoon + kSecond, -1, 0, 7), false},
      {"scrobble again", scrobble(kNoon), scrobble(kNoon), true},
      {"scrobble and Last.fm", scrobble(kNoon), lastfm(kNoon), true},
      {"Last.fm twice", lastfm(kNoon), lastfm(kNoon, false, 0, 7), true},
      {"two songs in one second", scrobble(kNoon), scrobble(kNoon, -1, 2, 7), false},
      {"scrobble and its minute", scrobble(kNoon + 59 * kSecond), lastfm(kNoon, true), true},
      {"scrobble and the next minute", scrobble(kNoon + 59 * kSecond), lastfm(kNoon + kMinute, true), false},
      {"one minute told by two", lastfm(kNoon, true), lastfm(kNoon, true, 0, 7), true},
      {"one minute told twice by one", lastfm(kNoon, true), lastfm(kNoon, true), true},

      {"account in the same minute", extended(kNoon + 59 * kSecond, 180'000), account(kNoon, 180'000), true},
      {"account a minute earlier", e, account(kNoon - kMinute, 180'000), true},
      {"account a minute later", e, account(kNoon + kMinute, 180'000), true},
      {"account two minutes earlier", e, account(kNoon - 2 * kMinute, 180'000), false},
      {"account two minutes later", e, account(kNoon + 2 * kMinute, 180'000), false},
      {"account with 1000 ms more", e, account(kNoon, 181'000), true},
      {"account with 1001 ms more", e, account(kNoon, 181'001), false},
      {"account with 1000 ms less", e, account(kNoon, 179'000), true},
      {"account with 1001 ms less", e, account(kNoon, 178'999), false},
      {"account of another song", e, account(kNoon, 180'000, 2), false},
      {"account of two packages", account(kNoon, 180'000), account(kNoon, 180'000, 1, 7), true},
      {"account of one package", account(kNoon, 180'000), account(kNoon, 180'000), false},
      {"account of two, a millisecond apart", account(kNoon, 180'000), account(kNoon, 180'001, 0, 7), false},

      {"account and API in its minute", api(kNoon + 59 * kSecond), account(kNoon, 200'000), true},
      {"account and API 90 s after its minute", api(kNoon + 150 * kSecond), account(kNoon, 200'000), true},
      {"account and API 91 s after its minute", api(kNoon + 151 * kSecond), account(kNoon, 200'000), false},
      {"account and API 90 s before it", api(kNoon - 90 * kSecond), account(kNoon, 200'000), true},
      {"account and API 91 s before it", api(kNoon - 91 * kSecond), account(kNoon, 200'000), false},
      {"account and API of another song", api(kNoon, 2), account(kNoon, 200'000), false},
      {"account and scrobble", scrobble(kNoon - 200 * kSecond), account(kNoon, 200'000), true},
      {"account and scrobble 151 s later", scrobble(kNoon - 19 * kSecond), account(kNoon, 200'000), false},
  };
  for (Moment moved_by : {Moment(0), -1'710'000'000 * kSecond, 450'000'000 * kSecond}) {  // to 1969, to 2038
    for (auto [name, a, b, same] : cases) {
      CAPTURE(name, moved_by);
      a.at += moved_by;
      b.at += moved_by;
      CHECK(count({a, b}) == (same ? 1 : 2));
      CHECK(count({b, a}) == (same ? 1 : 2));
      bool other_songs = a.track == 2 && b.track == 2;
      if (same && !other_songs) CHECK(count({a, moved(b, 2)}) == 2);
    }
  }
}

TEST_CASE("a play has what the row says that knows it best, and the length that another knows") {
  CHECK(plays_of({scrobble(kNoon, 150'000), api(kNoon + 200 * kSecond, 1)}) ==
        std::vector<Play>{{kNoon + 200 * kSecond, 11, 150'000, ""}});
  CHECK(plays_of({extended(kNoon, 180'000), api(kNoon + 3 * kSecond, 1), scrobble(kNoon - 180 * kSecond, 20'000),
                  account(kNoon, 180'000, 1), lastfm(kNoon - 180 * kSecond)}) ==
        std::vector<Play>{{kNoon, 10, 180'000, ""}});
  CHECK(plays_of({lastfm(kNoon, false, 1), scrobble(kNoon)}) == std::vector<Play>{{kNoon + 200 * kSecond, 10, -1, ""}});
  CHECK(plays_of({scrobble(kNoon, -1, 0, 5), scrobble(kNoon, 100'000, 1, 6)}) ==
        std::vector<Play>{{kNoon + 100 * kSecond, 11, 100'000, ""}});
}

TEST_CASE("a play has of each detail what the best row says that knows it, and is private when any says so") {
  auto file = extended(kNoon, 180'000);
  file.details.ending = Ending::finished;
  file.details.country = country_of("DE");
  auto told = scrobble(kNoon - 180 * kSecond);
  told.details.in_private = true;
  told.details.country = country_of("US");
  told.details.platform = music::Platform::web;
  auto expected = file.details;
  expected.in_private = true;
  expected.platform = music::Platform::web;
  CHECK(plays_of({told, file}) == std::vector<Play>{{kNoon, 10, 180'000, said_of(expected)}});
  auto again = file;
  again.source = 7;
  again.details = music::PlayDetails{};
  again.details.in_private = true;
  again.details.shuffle = YesNo::yes;
  expected = file.details;
  expected.in_private = true;
  expected.shuffle = YesNo::yes;
  CHECK(plays_of({again, file}) == std::vector<Play>{{kNoon, 10, 180'000, said_of(expected)}});
}

TEST_CASE("a start ends as much later as it was played, as its track is long, or at once") {
  CHECK(plays_of({scrobble(kNoon, 90'000)}) == std::vector<Play>{{kNoon + 90 * kSecond, 10, 90'000, ""}});
  CHECK(plays_of({scrobble(kNoon)}) == std::vector<Play>{{kNoon + 200 * kSecond, 10, -1, ""}});
  CHECK(plays_of({scrobble(kNoon, -1, 2)}) == std::vector<Play>{{kNoon, 12, -1, ""}});
  CHECK(plays_of({scrobble(kNoon), scrobble(kNoon + kSecond, -1, 2)}) ==
        std::vector<Play>{{kNoon + kSecond, 12, -1, ""}, {kNoon + 200 * kSecond, 10, -1, ""}});
}

TEST_CASE("a song on repeat stays as many plays as the source tells that knows most") {
  std::vector<Sighting> rows;
  for (int i = 0; i < 10; ++i) {
    rows.push_back(extended(kNoon + i * 200 * kSecond, 200'000));
    rows.push_back(api(kNoon + i * 200 * kSecond + 700'000));
    rows.push_back(scrobble(kNoon + (i - 1) * 200 * kSecond + kSecond));
  }
  CHECK(count(rows) == 10);
  rows.push_back(api(kNoon + 10 * 200 * kSecond));  // one that the file did not know
  CHECK(count(rows) == 11);
  // Repeats of 20 s: windows of 90 s and 120 s around each of them must not swallow its neighbours.
  rows.clear();
  for (int i = 0; i < 10; ++i) {
    rows.push_back(extended(kNoon + i * 20 * kSecond, 20'000));
    rows.push_back(api(kNoon + i * 20 * kSecond + 5 * kSecond));
    rows.push_back(scrobble(kNoon + (i - 1) * 20 * kSecond - 4 * kSecond));
  }
  CHECK(count(rows) == 10);
}

TEST_CASE("equal rows of two account packages are as many plays as the package has that has more") {
  auto row = account(kNoon, 60'000);
  auto other = row;
  other.source = 9;
  CHECK(count({row, row, row, other, other}) == 3);
  CHECK(count({row, other, other, extended(kNoon + 10 * kSecond, 60'000)}) == 2);
}

TEST_CASE("no play takes two rows of one source") {
  CHECK(count({extended(kNoon, 180'000), api(kNoon), api(kNoon + kSecond)}) == 2);
  CHECK(count({extended(kNoon, 180'000), scrobble(kNoon - 180 * kSecond), scrobble(kNoon - 170 * kSecond)}) == 2);
  CHECK(count({extended(kNoon, 180'000), scrobble(kNoon - 180 * kSecond), scrobble(kNoon - 170 * kSecond, -1, 0, 7)}) ==
        1);
  auto cut = lastfm(kNoon, true, 0, 2);
  CHECK(count({scrobble(kNoon), cut}) == 2);
  CHECK(count({extended(kNoon + 200 * kSecond, 200'000), scrobble(kNoon), cut}) == 2);
}

namespace {

/// Sources that saw the same listening of a few songs, each with its own errors and gaps, repeats and inventions.
class MadeSightings {
 public:
  explicit MadeSightings(unsigned seed) : random_(seed) {
    int songs = 1 + drawn(4);
    for (int track = 0; track < 8; ++track) {
      facts.ids.push_back(100 + (track * 5) % 8);
      facts.durations_ms.push_back(drawn(5) == 0 ? -1 : 20'000 + drawn(200'000));
      facts.songs.push_back(0);
    }
    std::vector<int> first(static_cast<std::size_t>(songs), -1);
    for (int track = 0; track < 8; ++track) {
      auto song = static_cast<std::size_t>(drawn(songs));
      if (first[song] < 0) first[song] = track;
      facts.songs[static_cast<std::size_t>(track)] = static_cast<std::uint32_t>(first[song]);
    }
    int sources = 1 + drawn(6);
    for (int source = 0; source < sources; ++source) {
      tellers_.push_back(static_cast<Teller>(drawn(5)));
      cut_.push_back(tellers_.back() == Teller::account_data || (tellers_.back() == Teller::lastfm && drawn(2)));
    }
    Moment now = (drawn(3) - 1) * 2'000'000'000 * kSecond;
    for (int i = drawn(25); i > 0; --i) {
      now += drawn(drawn(3) ? 200 : 4'000) * kSecond / (drawn(3) ? 1 : 7);
      listen(now, static_cast<TrackNo>(drawn(8)), drawn(4) ? 30'000 + drawn(200'000) : drawn(2'000));
    }
  }

  int drawn(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }
  std::uint32_t sources() const { return static_cast<std::uint32_t>(tellers_.size()); }
  void shuffle(std::vector<Sighting>& some) { std::shuffle(some.begin(), some.end(), random_); }

  Facts facts{{}, {}, {}};
  std::vector<Sighting> rows;

 private:
  void listen(Moment end, TrackNo track, std::int32_t ms) {
    for (std::uint32_t source = 0; source < tellers_.size(); ++source) {
      if (drawn(4) == 0) continue;
      auto told = track;
      for (TrackNo other = 0; other < 8; ++other)
        if (facts.songs[other] == facts.songs[track] && drawn(6) == 0) told = other;
      auto teller = tellers_[source];
      Sighting row{told, end + (drawn(5) - 2) * kSecond, -1, source, teller, false, cut_[source]};
      if (drawn(6) == 0) row.at += (drawn(300) - 150) * kSecond;
      if (teller == Teller::extended_history || teller == Teller::account_data) row.ms_played = ms;
      if (teller == Teller::account_data && drawn(4) == 0) row.ms_played += drawn(2'400) - 1'200;
      row.ms_played = std::max(row.ms_played, -1);
      if (teller == Teller::scrobble || teller == Teller::lastfm) {
        row.at -= ms * Moment(1'000);
        row.at_is_start = true;
        if (teller == Teller::scrobble && drawn(2)) row.ms_played = ms;
      }
      if (teller != Teller::account_data && drawn(3)) row.details = drawn_details();
      if (teller != Teller::spotify_api) row.at -= ((row.at % kSecond) + kSecond) % kSecond;
      if (row.cut_to_minute) row.at -= ((row.at % kMinute) + kMinute) % kMinute;
      rows.push_back(row);
      if (drawn(8)) continue;
      if (teller != Teller::account_data) row.details = drawn_details();  // told again by a newer file, say
      rows.push_back(row);
    }
  }

  PlayDetails drawn_details() {
    PlayDetails details;
    details.in_private = drawn(5) == 0;
    details.shuffle = static_cast<YesNo>(drawn(3));
    details.offline = static_cast<YesNo>(drawn(3));
    details.ending = static_cast<Ending>(drawn(5));
    details.platform = static_cast<music::Platform>(drawn(4));
    if (drawn(2)) details.country = country_of(drawn(2) ? "DE" : "US");
    return details;
  }

  std::mt19937 random_;
  std::vector<Teller> tellers_;
  std::vector<bool> cut_;
};

constexpr unsigned kSeeds = 1'500;

bool told_again(const Sighting& a, const Sighting& b) {
  auto second = [](Moment at) { return (at - ((at % kSecond) + kSecond) % kSecond) / kSecond; };
  if (a.teller != b.teller || a.track != b.track || a.teller == Teller::account_data) return false;
  if (a.teller == Teller::extended_history) return a.at == b.at && a.ms_played == b.ms_played;
  return a.teller == Teller::spotify_api ? a.at == b.at : second(a.at) == second(b.at);
}

}  // namespace

TEST_CASE("plays and the rows that others lead add up to the sightings") {
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    CAPTURE(seed);
    MadeSightings made(seed);
    auto all = all_of(made.rows);
    auto leads = leaders(all, made.facts);
    REQUIRE(leads.size() == all.size());
    std::size_t plays = 0, led = 0;
    for (std::uint32_t i = 0; i < leads.size(); ++i) {
      ++(leads[i] == i ? plays : led);
      REQUIRE(leads[leads[i]] == leads[i]);
      REQUIRE(made.facts.songs[all.tracks[i]] == made.facts.songs[all.tracks[leads[i]]]);
    }
    REQUIRE(plays + led == made.rows.size());
    REQUIRE(reconciled(all, made.facts).size() == plays);
  }
}

TEST_CASE("a play takes at most one row of each source, and those that this source tells again") {
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    CAPTURE(seed);
    MadeSightings made(seed);
    auto leads = leaders(all_of(made.rows), made.facts);
    for (std::size_t i = 0; i < leads.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (leads[i] == leads[j] && made.rows[i].source == made.rows[j].source)
          REQUIRE(told_again(made.rows[i], made.rows[j]));
  }
}

TEST_CASE("neither the order of rows nor the numbers of sources, tracks and songs matter") {
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    CAPTURE(seed);
    MadeSightings made(seed);
    auto plays = plays_of(made.rows, made.facts);
    auto rows = made.rows;
    made.shuffle(rows);
    REQUIRE(plays_of(rows, made.facts) == plays);

    auto renumbered = [&](std::size_t size) {
      std::vector<std::uint32_t> numbers(size);
      std::iota(numbers.begin(), numbers.end(), 0U);
      for (std::size_t i = size; i > 1; --i)
        std::swap(numbers[i - 1], numbers[static_cast<std::size_t>(made.drawn(static_cast<int>(i)))]);
      return numbers;
    };
    auto sources = renumbered(made.sources()), tracks = renumbered(8), songs = renumbered(8);
    auto facts = made.facts;
    for (std::size_t track = 0; track < 8; ++track) {
      facts.ids[tracks[track]] = made.facts.ids[track];
      facts.durations_ms[tracks[track]] = made.facts.durations_ms[track];
      facts.songs[tracks[track]] = songs[made.facts.songs[track]];
    }
    for (auto& row : rows) {
      row.source = sources[row.source];
      row.track = tracks[row.track];
    }
    REQUIRE(plays_of(rows, facts) == plays);
  }
}

TEST_CASE("a source that is told again as another one changes nothing") {
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    CAPTURE(seed);
    MadeSightings made(seed);
    auto plays = plays_of(made.rows, made.facts);
    auto rows = made.rows;
    auto source = static_cast<std::uint32_t>(made.drawn(static_cast<int>(made.sources())));
    for (auto row : made.rows) {
      if (row.source != source) continue;
      row.source = made.sources();
      rows.push_back(row);
    }
    REQUIRE(plays_of(rows, made.facts) == plays);
  }
}

TEST_CASE("there are no fewer plays than the source tells that knows most, and no more than all tell") {
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    CAPTURE(seed);
    MadeSightings made(seed);
    auto plays = plays_of(made.rows, made.facts).size();
    REQUIRE(plays <= made.rows.size());
    for (std::uint32_t source = 0; source < made.sources(); ++source) {
      auto rows = made.rows;
      std::erase_if(rows, [&](const Sighting& row) { return row.source != source; });
      auto alone = reconciled(all_of(rows), made.facts);
      REQUIRE(alone.size() <= plays);
      // One source is told alike, and needs no songs.
      Facts no_songs = made.facts;
      no_songs.songs.clear();
      REQUIRE(plays_of(rows, no_songs) == said_by(alone, made.facts));
      auto leads = leaders(all_of(rows), made.facts);
      std::size_t leading = 0;
      for (std::uint32_t i = 0; i < leads.size(); ++i) leading += leads[i] == i;
      REQUIRE(alone.size() == leading);
    }
  }
}

TEST_CASE("plays come in the order of their ends, those of one moment by their tracks' ids") {
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    CAPTURE(seed);
    MadeSightings made(seed);
    auto plays = plays_of(made.rows, made.facts);
    auto place = [](const Play& play) { return std::tuple(std::get<0>(play), std::get<1>(play), std::get<2>(play)); };
    REQUIRE(std::is_sorted(plays.begin(), plays.end(), [&](auto& a, auto& b) { return place(a) < place(b); }));
  }
}

TEST_CASE("a history that grew version by version has the plays of one that is made at once") {
  std::size_t kept_nothing = 0;
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    CAPTURE(seed);
    MadeSightings made(seed);
    auto rows = made.rows;
    if (made.drawn(2)) made.shuffle(rows);
    if (!rows.empty() && made.drawn(4) == 0)
      rows[static_cast<std::size_t>(made.drawn(static_cast<int>(rows.size())))].removed = true;
    // What the catalogue says changes as well: songs are parted and joined, lengths are told.
    auto facts_at = [&](unsigned version) {
      Facts facts = made.facts;
      std::map<std::pair<std::uint32_t, std::size_t>, std::uint32_t> first;  // of the tracks that are together
      for (std::size_t track = 0; track < 8; ++track) {
        auto part = (version * 7 + track * 3) % 5 < 2 ? 1 + track : 0;  // 0: stays with its song
        auto song = std::pair(made.facts.songs[track], part);
        facts.songs[track] = first.try_emplace(song, static_cast<std::uint32_t>(track)).first->second;
        if ((version + track) % 4 == 0) facts.durations_ms[track] = 100'000;
      }
      return facts;
    };
    ReconciledPlays known{std::make_shared<Plays>(), {}};
    auto then = facts_at(0);
    std::size_t told = 0;
    for (unsigned version = 1; version <= 6; ++version) {
      auto facts = facts_at(version);
      auto until = version == 6 ? rows.size() : std::min(rows.size(), told + static_cast<std::size_t>(made.drawn(12)));
      std::vector<Sighting> newer(rows.begin() + static_cast<std::ptrdiff_t>(told),
                                  rows.begin() + static_cast<std::ptrdiff_t>(until));
      told = until;
      auto next = reconciled_next(known, then, all_of(newer), facts);
      std::vector<Sighting> all(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(told));
      auto whole = reconciled_whole(all_of(all), facts);
      CAPTURE(version, told);
      REQUIRE(said_by(*next.plays, facts) == said_by(*whole.plays, facts));
      REQUIRE(next.kept.parts.empty() == whole.kept.parts.empty());
      kept_nothing += next.kept.parts.empty();
      known = next;
      then = facts;
      // Of tracks that no row has named so far, nothing needs to be known yet.
      std::size_t named = 0;
      for (const auto& row : all) named = std::max<std::size_t>(named, row.track + 1);
      then.ids.resize(named);
      then.durations_ms.resize(named);
      then.songs.resize(named);
      if (known.kept.parts.empty()) then.songs.clear();  // nor which are the same song
    }
  }
  CHECK(kept_nothing > 100);
}

TEST_CASE("tracks are the same song by their ISRC or by their folded names, also by way of a third") {
  Tracks tracks;
  auto text = [&](std::string_view of) {
    Text kept{static_cast<std::uint32_t>(tracks.texts.size()), static_cast<std::uint32_t>(of.size())};
    tracks.texts += of;
    return kept;
  };
  tracks.artist_ids = {1, 2, 3, 4};
  tracks.folded_artist_names = {text(" the who "), text(" the who "), text(" who "), text(" ")};
  auto add = [&](std::uint32_t artist, std::string_view name) {
    tracks.ids.push_back(static_cast<std::int64_t>(tracks.ids.size()));
    tracks.artists.push_back(artist);
    tracks.folded_names.push_back(text(name));
  };
  add(0, " my generation ");
  add(1, " my generation ");
  add(2, " my generation ");
  add(2, " my generation live ");
  add(3, " ");
  add(3, " ");
  CHECK(same_songs(tracks) == std::vector<std::uint32_t>{0, 0, 2, 3, 4, 5});
  std::vector<std::string_view> isrcs{"", "GBAAA0000001", "", "GBAAA0000001", "", ""};
  CHECK(same_songs(tracks, isrcs) == std::vector<std::uint32_t>{0, 0, 2, 0, 4, 5});
}

TEST_CASE("ten thousand rows of five sources in one minute of one song are reconciled at once") {
  std::vector<Sighting> rows;
  for (int i = 0; i < 10'000; ++i) {
    auto at = kNoon + (i % 60) * kSecond;
    rows.push_back(extended(at, i));
    rows.push_back(api(at + i));
    rows.push_back(scrobble(at));
    rows.push_back(lastfm(kNoon, true));
    rows.push_back(account(kNoon, i));
  }
  CHECK(count(rows) == 10'000);
}
