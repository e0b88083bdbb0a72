#include "history/recordings.hpp"

#include <fmt/format.h>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>

#include "history/builder.hpp"

using namespace mtm;
using namespace mtm::history;

namespace {

using Ids = std::vector<std::int64_t>;

/// Tracks 1, 2, 3 … of these ISRCs, and what was decided of them, oldest first.
struct Shelf {
  std::vector<std::string> isrcs;
  std::vector<RecordingDecision> decisions = {};

  HistoryPtr history(const std::vector<std::size_t>& order = {}) const {
    Builder builder;
    for (std::size_t i = 0; i < isrcs.size(); ++i) {
      auto number = order.empty() ? i : order[i];
      TrackRow row;
      row.id = static_cast<std::int64_t>(number + 1);
      row.spotify_id = "0000000000000000000000";
      row.name = "Track";
      row.artist_id = 1;
      row.artist = "Artist";
      row.isrc = isrcs[number];
      row.first_seen = 0;
      builder.add(row);
    }
    builder.set_decisions(decisions);
    return builder.finish(Id{1}, 1, 1, TimeZone::of("UTC"));
  }

  void decide(std::int64_t track, std::int64_t as_track, bool same) {
    decisions.push_back({track, as_track, same, static_cast<Moment>(decisions.size())});
  }
};

/// By the id of the track, 1 first, the id of the one that stands for its recording.
Ids recordings_by_id(const History& history) {
  Ids found;
  for (std::size_t i = 0; i < history.tracks->size(); ++i) {
    auto track = history.tracks->find(Id{static_cast<std::int64_t>(i + 1)});
    found.push_back(history.tracks->ids[(*history.recordings)[track]]);
  }
  return found;
}

constexpr const char* kOne = "USRC17607839";
constexpr const char* kTwo = "DEA123456789";

}  // namespace

TEST_CASE("tracks of one ISRC are one recording, and what has none is its own") {
  Shelf shelf{{kTwo, kOne, "", "us-rc1-76-07839", "", kTwo, "nonsense", "nonsense"}};
  CHECK(recordings_by_id(*shelf.history()) == Ids{1, 2, 3, 2, 5, 1, 7, 8});
  CHECK(recordings_by_id(*Shelf{{}}.history()).empty());
}

TEST_CASE("what the person has decided wins over the ISRC, and the latest decision over an earlier one") {
  struct Case {
    const char* what;
    std::vector<std::string> isrcs;
    std::vector<RecordingDecision> decisions;
    Ids recordings;
  };
  for (const auto& [what, isrcs, decisions, expected] : std::vector<Case>{
           {"the same without an ISRC", {"", "", ""}, {{3, 1, true, 1}}, {1, 2, 1}},
           {"the same, and with it all of both ISRCs", {kOne, kTwo, kOne, kTwo}, {{4, 1, true, 1}}, {1, 1, 1, 1}},
           {"another one leaves, the others stay", {kOne, kOne, kOne}, {{2, 1, false, 1}}, {1, 2, 1}},
           {"the first of them leaves", {kOne, kOne, kOne}, {{1, 3, false, 1}}, {1, 2, 2}},
           {"two that leave stay together",
            {kOne, kOne, kOne, kOne},
            {{2, 1, false, 1}, {4, 1, false, 2}},
            {1, 2, 1, 2}},
           {"another one of no ISRC changes nothing", {"", kOne, kOne}, {{1, 2, false, 1}}, {1, 2, 2}},
           {"the later wins", {"", ""}, {{1, 2, true, 1}, {2, 1, false, 2}}, {1, 2}},
           {"the later wins, the other way", {"", ""}, {{1, 2, false, 1}, {2, 1, true, 2}}, {1, 1}},
           {"over a third track", {"", "", ""}, {{1, 2, true, 1}, {3, 2, true, 2}, {3, 1, false, 3}}, {1, 2, 2}},
           {"of tracks that are gone", {kOne, kOne}, {{9, 1, true, 1}, {2, 9, false, 2}}, {1, 1}}}) {
    CAPTURE(what);
    Shelf shelf{isrcs, decisions};
    CHECK(recordings_by_id(*shelf.history()) == expected);
  }
}

TEST_CASE("recordings are the same in whatever order tracks and decisions come, and obey every decision alone") {
  for (unsigned seed = 1; seed <= 500; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    auto below = [&](int end) { return std::uniform_int_distribution<int>(0, end - 1)(random); };
    Shelf shelf;
    int tracks = 1 + below(20);
    for (int i = 0; i < tracks; ++i) shelf.isrcs.push_back(below(4) == 0 ? "" : fmt::format("USRC1{:07}", below(6)));
    for (int i = below(8); i > 0; --i) {
      auto track = 1 + below(tracks), other = 1 + below(tracks);
      if (track != other) shelf.decide(track, other, below(2) == 0);
    }
    auto found = recordings_by_id(*shelf.history());
    std::vector<std::size_t> order(shelf.isrcs.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::shuffle(order.begin(), order.end(), random);
    auto shuffled = shelf;
    std::shuffle(shuffled.decisions.begin(), shuffled.decisions.end(), random);
    CHECK(recordings_by_id(*shuffled.history(order)) == found);
    for (std::size_t i = 0; i < found.size(); ++i) {
      CHECK(found[i] <= static_cast<std::int64_t>(i + 1));
      CHECK(found[static_cast<std::size_t>(found[i] - 1)] == found[i]);
    }
    // The latest decision always holds.
    if (!shelf.decisions.empty()) {
      auto latest = shelf.decisions.back();
      auto recording = [&](std::int64_t id) { return found[static_cast<std::size_t>(id - 1)]; };
      CHECK((recording(latest.track_id) == recording(latest.as_track_id)) == latest.same);
    }
    // Without decisions: exactly the ISRCs.
    auto undecided = shelf;
    undecided.decisions.clear();
    auto by_isrc = recordings_by_id(*undecided.history());
    std::map<std::string, std::int64_t> firsts;
    for (std::size_t i = 0; i < by_isrc.size(); ++i) {
      auto id = static_cast<std::int64_t>(i + 1);
      CHECK(by_isrc[i] == (shelf.isrcs[i].empty() ? id : firsts.try_emplace(shelf.isrcs[i], id).first->second));
    }
  }
}

TEST_CASE("a later version of a history groups its tracks as one that is read as a whole") {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    auto below = [&](int end) { return std::uniform_int_distribution<int>(0, end - 1)(random); };
    std::map<std::int64_t, std::string> isrcs;
    std::vector<RecordingDecision> decisions;
    std::vector<PlayRow> all_plays;
    HistoryPtr grown;
    auto add_all = [](Builder& builder, const auto& tracks, const auto& plays, const auto& decided) {
      for (const auto& [id, isrc] : tracks) {
        TrackRow row;
        row.id = id;
        row.spotify_id = "0000000000000000000000";
        row.name = "Track";
        row.artist_id = 1;
        row.artist = "Artist";
        row.isrc = isrc;
        row.first_seen = 0;
        builder.add(row);
      }
      for (const auto& play : plays) builder.add(play);
      builder.set_decisions(decided);
    };
    for (int version = 1; version <= 5; ++version) {
      std::map<std::int64_t, std::string> changed;
      for (int i = below(4); i > 0; --i) changed[1 + below(12)] = fmt::format("USRC1{:07}", below(4));
      for (const auto& [id, isrc] : changed) isrcs[id] = isrc;
      if (isrcs.empty()) continue;
      std::vector<PlayRow> plays;
      for (int i = below(4); i > 0; --i) {
        auto track = std::next(isrcs.begin(), below(static_cast<int>(isrcs.size())))->first;
        plays.push_back({track, 1'000'000'000 * (Moment(all_plays.size() + plays.size()) + 1), -1});
      }
      all_plays.insert(all_plays.end(), plays.begin(), plays.end());
      if (below(2) == 0) decisions.push_back({1 + below(12), 13 + below(2), below(2) == 0, version});
      Builder next(grown);
      add_all(next, changed, plays, decisions);
      grown = next.finish(Id{1}, version, 1, TimeZone::of("UTC"));
      Builder anew;
      add_all(anew, isrcs, all_plays, decisions);
      auto whole = anew.finish(Id{1}, version, 1, TimeZone::of("UTC"));
      for (const auto& [id, isrc] : isrcs) {
        auto here = grown->tracks->find(Id{id}), there = whole->tracks->find(Id{id});
        CHECK(grown->tracks->ids[(*grown->recordings)[here]] == whole->tracks->ids[(*whole->recordings)[there]]);
        CHECK(grown->recording_counts->plays[here] == whole->recording_counts->plays[there]);
        CHECK(grown->recording_counts->last_played[here] == whole->recording_counts->last_played[there]);
      }
    }
  }
}
