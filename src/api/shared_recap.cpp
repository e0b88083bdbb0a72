#include "api/shared_recap.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "api/shared_words.hpp"

namespace mtm::api {

using history::Tracks;
using questions::By;

namespace {

/// Facts are added in their order; one that there is nothing of is left out.
class Facts {
 public:
  Facts(const questions::Recap& recap, const Tracks& tracks, By by) : recap_(recap), tracks_(tracks), by_(by) {}

  std::vector<SharedEntry> all() && {
    add_tops();
    add_days();
    add_newcomer();
    add_on_repeat();
    add_decade();
    add_night();
    add_session();
    add_skipped();
    return std::move(entries_);
  }

 private:
  void add(std::string_view name, std::string detail, std::string figure) {
    entries_.push_back({std::string(name), std::move(detail), std::move(figure), 0});
  }

  std::string amount(const questions::Played& played) const {
    return by_ == By::plays ? counted_words(played.plays, "play") : in_minutes(played.ms_played);
  }

  /// The name keeps its own direction between the words (Unicode's isolates).
  std::string of_artist(std::string_view what, history::TrackNo track) const {
    return fmt::format("{} · \u2068{}\u2069", what, tracks_.artist(track));
  }

  void add_tops() {
    if (!recap_.artists.entries.empty()) {
      const auto& top = recap_.artists.entries.front();
      add(tracks_.text(tracks_.artist_names[top.number]), "Top artist", amount(top.played));
    }
    if (!recap_.albums.entries.empty()) {
      const auto& top = recap_.albums.entries.front();
      add(tracks_.text(tracks_.album_names[top.number]), of_artist("Top album", top.top_track), amount(top.played));
    }
    if (!recap_.tracks.entries.empty()) {
      const auto& top = recap_.tracks.entries.front();
      add(tracks_.name(top.number), of_artist("Top track", top.number), amount(top.played));
    }
  }

  void add_days() {
    if (recap_.biggest) add(date_words(date_text(recap_.biggest->day)), "Biggest day", amount(recap_.biggest->played));
    if (auto days = recap_.streaks.longest.days(); days > 1)
      add(counted_words(days, "day") + " in a row", "Longest streak",
          counted_words(recap_.streaks.days, "day") + " with music");
  }

  void add_newcomer() {
    const auto& found = recap_.newcomers;
    if (!found.artist) return;
    add(tracks_.text(tracks_.artist_names[found.artist->number]), "Top discovery",
        counted_words(static_cast<std::int64_t>(found.artists), "new artist"));
  }

  void add_on_repeat() {
    if (!recap_.on_repeat) return;
    auto track = recap_.on_repeat->track;
    add(tracks_.name(track), of_artist("On repeat", track),
        counted_words(recap_.on_repeat->played.plays, "play") + " in a day");
  }

  std::int64_t metric(const questions::Played& played) const {
    return by_ == By::plays ? std::int64_t{played.plays} : played.ms_played;
  }

  std::string share(const questions::Played& played) const {
    auto part = static_cast<double>(metric(played)) / static_cast<double>(metric(recap_.played));
    return fmt::format("{}%", std::lround(100 * part));
  }

  void add_decade() {
    const questions::DecadePlays* top = nullptr;
    for (const auto& one : recap_.decades)
      if (one.decade && metric(one.played) > (top ? metric(top->played) : 0)) top = &one;
    if (top) add(fmt::format("The {}s", *top->decade), "Top decade", share(top->played));
  }

  void add_night() {
    if (metric(recap_.night) > 0) add(share(recap_.night), "Between midnight and five", amount(recap_.night));
  }

  void add_session() {
    if (recap_.longest)
      add(in_hours(recap_.longest->listened / 1'000), "Longest session", counted_words(recap_.longest->plays, "play"));
  }

  void add_skipped() {
    if (!recap_.most_skipped) return;
    auto track = recap_.most_skipped->number;
    add(tracks_.name(track), of_artist("Most skipped", track),
        counted_words(recap_.most_skipped->endings.skipped, "skip"));
  }

  const questions::Recap& recap_;
  const Tracks& tracks_;
  By by_;
  std::vector<SharedEntry> entries_;
};

}  // namespace

SharedList facts_of(const questions::Recap& recap, const Tracks& tracks, By by) {
  SharedList list;
  list.ranked = false;
  list.nothing = "Nothing was played in these days.";
  if (recap.played.plays == 0) return list;
  list.figures = counted_words(recap.played.plays, "play");
  if (recap.played.ms_played >= 60'000) list.figures += " · " + in_minutes(recap.played.ms_played);
  list.entries = Facts(recap, tracks, by).all();
  return list;
}

}  // namespace mtm::api
