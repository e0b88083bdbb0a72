// Versions of a history that grow out of each other say the same as one that is built at once.
#include "history/builder.hpp"

#include <catch2/catch.hpp>

#include "unit/history/made.hpp"

using namespace mtm;
using namespace mtm::history;
using namespace mtm::test;

namespace {

/// As one of so many sources tells it; every other one tells starts.
PlayRow a_play(MadeLibrary& library, int sources) {
  PlayRow play;
  play.track_id = library.any_track();
  play.ms_played = library.drawn(3);
  play.source_id = 10 * library.drawn(sources);
  play.at_is_start = play.source_id % 20 != 0;
  play.teller = play.at_is_start      ? Teller::scrobble
                : play.source_id == 0 ? Teller::spotify_api
                                      : Teller::extended_history;
  play.details.in_private = library.drawn(6) == 0;
  play.details.ending = static_cast<mtm::music::Ending>(library.drawn(5));
  play.details.platform = static_cast<mtm::music::Platform>(library.drawn(4));
  play.at = library.drawn(40) * (sources > 1 ? 20 * kSecond : 1);
  return play;
}

/// Changes the library and returns the next version, built from the one before and the rows that changed.
HistoryPtr next(MadeLibrary& library, const HistoryPtr& known, std::int64_t version, int sources = 1) {
  Builder builder(known);
  std::set<std::int64_t> met;
  for (int i = 1 + library.drawn(4); i > 0; --i) met.insert(library.drawn(200));
  for (auto id : met) library.tracks[id] = library.track(id);
  std::set<std::int64_t> renamed;
  if (library.drawn(5) == 0) library.rename_artist(library.drawn(8), renamed);
  for (auto id : met) builder.add(library.tracks[id].row());
  for (auto id : renamed) builder.refresh(library.tracks[id].row());

  for (int i = library.drawn(6); i > 0; --i) {
    auto play = a_play(library, sources);
    if (library.plays.emplace(std::tuple(play.source_id, play.at, play.track_id), play).second) builder.add(play);
  }
  std::set<std::pair<int, Day>> listed;
  for (int i = library.drawn(3); i > 0; --i) listed.emplace(library.drawn(3), library.drawn(6));
  for (auto place : listed) {
    auto& list = library.lists[place];
    list.clear();
    for (int rank = 1 + library.drawn(5); rank > 0; --rank) list[static_cast<std::int16_t>(rank)] = library.any_track();
    add_list(builder, place.first, place.second, list);
  }
  return builder.finish(Id{1}, version, 0, TimeZone::of("UTC"));
}

}  // namespace

TEST_CASE("a history that grew version by version says what one says that is built at once") {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    MadeLibrary library(seed);
    HistoryPtr known;
    for (std::int64_t version = 1; version <= 8; ++version) {
      known = next(library, known, version);
      REQUIRE(said_by(*known) == said_by(*whole(library)));
    }
  }
}

TEST_CASE("what several sources told is reconciled alike in a history that grew and in one that is built at once") {
  std::size_t told = 0, known_plays = 0;
  for (unsigned seed = 1; seed <= 150; ++seed) {
    CAPTURE(seed);
    MadeLibrary library(seed);
    HistoryPtr known;
    for (std::int64_t version = 1; version <= 12; ++version) {
      known = next(library, known, version, 2 + static_cast<int>(seed % 3));
      REQUIRE(said_by(*known) == said_by(*whole(library)));
    }
    told += library.plays.size();
    known_plays += known->plays->size();
  }
  CHECK(known_plays < told);  // or nothing was the same play
}

TEST_CASE("an earlier version stays as it was, and its tracks keep their numbers") {
  MadeLibrary library(7);
  HistoryPtr known;
  for (std::int64_t version = 1; version <= 20; ++version) {
    auto before = known ? said_by(*known) : "";
    auto earlier = known;
    known = next(library, known, version);
    if (!earlier) continue;
    CHECK(said_by(*earlier) == before);
    for (TrackNo track = 0; track < earlier->tracks->size(); ++track)
      CHECK(known->tracks->ids[track] == earlier->tracks->ids[track]);
  }
}

TEST_CASE("a version in which nothing changed shares every column with the one before") {
  MadeLibrary library(1);
  auto known = next(library, nullptr, 1);
  auto same = Builder(known).finish(Id{1}, 2, 0, TimeZone::of("Europe/Berlin"));
  CHECK(same->version == 2);
  CHECK(same->zone->name() == "Europe/Berlin");
  CHECK(same->tracks == known->tracks);
  CHECK(same->meetings == known->meetings);
  CHECK(same->plays == known->plays);
  CHECK(same->snapshots == known->snapshots);
  CHECK(same->counts == known->counts);
  CHECK(same->totals == known->totals);
}

TEST_CASE("a play leaves the catalogue's columns as they are") {
  MadeLibrary library(1);
  auto known = next(library, nullptr, 1);
  Builder builder(known);
  builder.add(library.tracks.begin()->second.row());  // its row in the library came along
  builder.add(PlayRow{library.any_track(), 99, 1});
  auto played = builder.finish(Id{1}, 2, 0, known->zone);
  CHECK(played->tracks == known->tracks);
  CHECK(played->plays->size() == known->plays->size() + 1);
}

TEST_CASE("plays and places of tracks that the library lacks are left out and counted") {
  Builder builder;
  builder.add(PlayRow{5, 1, 1});
  builder.add(SnapshotRow{TimeRange::short_term, 1, 1, 5});
  CHECK(builder.left_out() == 2);
  auto history = builder.finish(Id{1}, 1, 0, TimeZone::of("UTC"));
  CHECK(history->plays->size() == 0);
  CHECK(history->snapshots->lists.empty());
}

TEST_CASE("plays before 1970, after 2038 and of one moment stand in their order") {
  Builder builder;
  MadeLibrary library(1);
  for (std::int64_t id : {9, 3}) builder.add(library.track(id).row());
  for (Moment ended : {Moment(4'102'444'800'000'000), Moment(-1), Moment(5)})
    for (std::int64_t id : {9, 3}) builder.add(PlayRow{id, ended, -1});
  auto history = builder.finish(Id{1}, 1, 0, TimeZone::of("UTC"));
  CHECK(history->plays->ended == std::vector<Moment>{-1, -1, 5, 5, 4'102'444'800'000'000, 4'102'444'800'000'000});
  for (std::size_t i = 0; i < 6; ++i) CHECK(history->tracks->ids[history->plays->tracks[i]] == (i % 2 == 0 ? 3 : 9));
}

TEST_CASE("texts that stay the same are not kept again when something else of their tracks changes") {
  MadeLibrary library(3);
  auto track = library.track(1);
  track.album = "Album", track.image = "cover";
  HistoryPtr known;
  auto change = [&] {
    Builder builder(known);
    builder.add(track.row());
    known = builder.finish(Id{1}, 1, 0, TimeZone::of("UTC"));
  };
  change();
  auto bytes = known->tracks->texts.size();
  for (std::int8_t popularity = 0; popularity <= 100; ++popularity) {
    track.facts.popularity = popularity;
    change();
  }
  CHECK(known->tracks->texts.size() == bytes);
  track.name = "Another name";
  change();
  CHECK(known->tracks->name(0) == "Another name");
  CHECK(known->tracks->text(known->tracks->folded_names[0]) == " another name ");
}

TEST_CASE("albums of one name and different artists are one only where they have the same picture") {
  MadeLibrary library(3);
  std::vector<MadeTrack> made;
  for (std::int64_t id = 1; id <= 6; ++id) {
    made.push_back(library.track(id));
    made.back().facts.artist_id = id % 2;
    made.back().artist = id % 2 ? "Odd" : "Even";
    made.back().album = "Greatest Hits";
    made.back().image = id <= 4 ? "" : "cover";
  }
  HistoryPtr grown;
  for (const auto& track : made) {  // each version remembers whose the albums of the one before are
    Builder builder(grown);
    builder.add(track.row());
    grown = builder.finish(Id{1}, 1, 0, TimeZone::of("UTC"));
  }
  const auto& albums = grown->tracks->albums;
  CHECK(albums[0] == albums[2]);
  CHECK(albums[1] == albums[3]);
  CHECK(albums[0] != albums[1]);
  CHECK(albums[4] == albums[5]);
  CHECK(grown->tracks->album_names.size() == 3);
  // A picture that becomes known takes a track to the album that has it.
  Builder builder(grown);
  made[0].image = "cover";
  builder.refresh(made[0].row());
  auto next = builder.finish(Id{1}, 2, 0, TimeZone::of("UTC"));
  CHECK(next->tracks->albums[0] == albums[4]);
  CHECK(next->tracks->albums[2] == albums[2]);
}

TEST_CASE("a track without a picture has its album's, as a sister track has it") {
  MadeLibrary library(5);
  struct Case {
    std::int64_t artist;
    const char *album, *image, *picture;
  };
  const Case cases[] = {{1, "Low", "", "first"}, {1, "Low", "first", "first"}, {1, "Low", "second", "second"},
                        {1, "Heroes", "", ""},   {2, "Low", "", ""},           {2, "Low (Live)", "live", "live"},
                        {1, "", "", ""},         {1, "Low", "", "first"}};
  HistoryPtr grown;
  std::int64_t id = 0;
  for (const auto& one : cases) {
    auto made = library.track(++id);
    made.facts.artist_id = one.artist;
    made.artist = one.artist == 1 ? "One" : "Other";
    made.album = one.album;
    made.image = one.image;
    Builder builder(grown);
    builder.add(made.row());
    grown = builder.finish(Id{1}, id, 0, TimeZone::of("UTC"));
  }
  const auto& tracks = *grown->tracks;
  for (TrackNo track = 0; track < std::size(cases); ++track) {
    CAPTURE(track);
    CHECK(tracks.text(tracks.pictures[track]) == cases[track].picture);
    if (auto album = tracks.albums[track]; album != kNone)
      CHECK(tracks.text(tracks.album_pictures[album]) == cases[track].picture);
  }
}

TEST_CASE("tracks that came without plays are known when another kind of source tells of them") {
  MadeLibrary library(1);
  auto track = [&](std::int64_t id, const char* isrc) {
    auto& made = library.tracks[id] = library.track(id);
    made.name = "Song";
    made.facts.isrc = isrc;
    return made.row();
  };
  auto play = [](std::int64_t track, Moment at, std::int64_t source, Teller teller) {
    PlayRow row{track, at, 1'000};
    row.source_id = source;
    row.teller = teller;
    return row;
  };
  auto next = [](const HistoryPtr& known, auto add) {
    Builder builder(known);
    add(builder);
    return builder.finish(Id{1}, 1, 0, TimeZone::of("UTC"));
  };
  auto known = next(nullptr, [&](Builder& builder) {
    builder.add(track(1, "one"));
    builder.add(play(1, 100 * kSecond, 1, Teller::extended_history));
    builder.add(play(1, 900 * kSecond, 2, Teller::extended_history));
  });
  known = next(known, [&](Builder& builder) {
    for (std::int64_t id = 2; id < 1'000; ++id) builder.add(track(id, "one"));
  });
  known = next(known, [&](Builder& builder) { builder.add(play(999, 100 * kSecond, 3, Teller::spotify_api)); });
  CHECK(known->plays->ended == std::vector<Moment>{100 * kSecond, 900 * kSecond});
}
