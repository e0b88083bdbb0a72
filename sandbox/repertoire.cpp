#include "sandbox/repertoire.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string_view>

namespace mtm::sandbox {
namespace {

using std::chrono::days;
using std::chrono::sys_seconds;
using std::chrono::weeks;

constexpr days kForgottenFrom(75), kForgottenUntil(755);  // since the first day: 2017 and 2018 of ten years to 2026
constexpr std::size_t kSongsForAPhase = 8;

// Titles that make a song one of December or of the summer.
constexpr std::string_view kDecemberWords[] = {"December", "Winter", "Snow", "Frozen", "Solstice", "Glacier"};
constexpr std::string_view kSummerWords[] = {"Summer", "July", "August", "Paradise", "Tangerine", "Honeycomb"};

bool has_any(std::string_view title, std::span<const std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](auto word) { return title.find(word) != title.npos; });
}

}  // namespace

Repertoire::Repertoire(const Catalogue& catalogue, const Person& person, sys_seconds today)
    : catalogue_(catalogue),
      person_(person),
      today_(today),
      begin_(today - std::chrono::seconds(static_cast<std::int64_t>(person.years * kSecondsOfYear))),
      lists_(catalogue, person, today),
      taste_(person.seed, catalogue, person.years) {
  for (std::uint32_t track = 0; track < catalogue.tracks.size(); ++track) {
    if (has_any(catalogue.tracks[track].name, kDecemberWords)) december_.push_back(track);
    if (has_any(catalogue.tracks[track].name, kSummerWords)) summer_.push_back(track);
  }
  // Everybody has their own favourites among them, which come first.
  Random random(mix(person.seed, "seasons"));
  for (auto* songs : {&december_, &summer_}) {
    for (std::size_t place = songs->size(); place > 1; --place)
      std::swap((*songs)[place - 1], (*songs)[random.below(place)]);
  }
  forgotten_ = choose_forgotten();
  choose_phases();
}

sys_seconds Repertoire::out(std::uint32_t track) const {
  return catalogue_.album_of(catalogue_.tracks[track]).released.first_day();
}

bool Repertoire::by(std::uint32_t track, std::uint32_t artist) const {
  const auto& artists = catalogue_.tracks[track].artists;
  return std::find(artists.begin(), artists.end(), artist) != artists.end();
}

// Of those with songs enough: most liked in the first years, and neither liked later nor in what Spotify tells of
// today.
ArtistPhase Repertoire::choose_forgotten() const {
  ArtistPhase phase{0, begin_ + kForgottenFrom, begin_ + kForgottenUntil};
  std::map<std::uint32_t, int> early;
  std::set<std::uint32_t> later;
  auto is_later = [&](std::uint32_t track) {
    for (auto artist : catalogue_.tracks[track].artists) later.insert(artist);
  };
  for (const Like& like : person_.likes) {
    if (like.added_at >= phase.end)
      is_later(like.track);
    else
      ++early[catalogue_.tracks[like.track].artists.front()];
  }
  for (const Play& play : person_.plays) is_later(play.track);
  for (const auto& list : person_.top_tracks) std::for_each(list.begin(), list.end(), is_later);
  int best = -1;
  for (std::uint32_t artist = 0; artist < catalogue_.artists.size(); ++artist) {
    const auto& tracks = catalogue_.artists[artist].tracks;
    auto known = std::count_if(tracks.begin(), tracks.end(), [&](auto track) { return out(track) < phase.begin; });
    if (later.contains(artist) || static_cast<std::size_t>(known) < kSongsForAPhase + 4) continue;
    auto likes = early.contains(artist) ? early.at(artist) : 0;
    if (likes <= best) continue;
    best = likes;
    phase.artist = artist;
  }
  return phase;
}

void Repertoire::choose_phases() {
  Random random(mix(person_.seed, "phases of artists"));
  std::set<std::uint32_t> had{forgotten_.artist};
  auto time = begin_ + days(random.between(90, 150));
  while (time < today_ - days(90)) {
    auto until = time + days(random.between(55, 125));
    auto artists = lists_.at(TimeRange::medium_term, time + days(30)).artists;
    auto suits = [&](std::uint32_t artist) {
      const auto& tracks = catalogue_.artists[artist].tracks;
      auto known = std::count_if(tracks.begin(), tracks.end(), [&](auto track) { return out(track) < time; });
      return !had.contains(artist) && static_cast<std::size_t>(known) >= kSongsForAPhase;
    };
    auto found = std::find_if(artists.begin(), artists.end(), suits);
    if (found != artists.end()) {
      had.insert(*found);
      phases_.push_back({*found, time, until});
    }
    time = until + days(random.between(15, 80));
  }
}

const ArtistPhase* Repertoire::phase_at(sys_seconds time) const {
  auto found = std::find_if(phases_.begin(), phases_.end(),
                            [&](const ArtistPhase& phase) { return phase.begin <= time && time < phase.end; });
  return found == phases_.end() ? nullptr : &*found;
}

bool Repertoire::given_up(Random& random, std::uint32_t track, sys_seconds time) const {
  if (time >= forgotten_.end && by(track, forgotten_.artist)) return true;
  bool rarely = random.chance(0.07);
  return !rarely && std::any_of(phases_.begin(), phases_.end(),
                                [&](const ArtistPhase& phase) { return phase.end <= time && by(track, phase.artist); });
}

/// The steeper, the more often the first ones.
std::optional<std::uint32_t> Repertoire::out_by_then(Random& random, const std::vector<std::uint32_t>& tracks,
                                                     sys_seconds time, double steepness) const {
  if (tracks.empty()) return {};
  auto place = std::pow(random.unit(), steepness) * static_cast<double>(tracks.size());
  auto track = tracks[static_cast<std::size_t>(place)];
  if (out(track) > time) return {};
  return track;
}

void Repertoire::look_up_lists(sys_seconds time) {
  auto week = (time - begin_) / weeks(1);
  if (week == week_) return;
  week_ = week;
  // What is liked within the week is played in it, too.
  auto then = std::min(begin_ + weeks(week + 1), today_);
  for (auto range : kTimeRanges) favourites_[static_cast<std::size_t>(range)] = lists_.at(range, then).tracks;
}

std::uint32_t Repertoire::favourite(Random& random, sys_seconds time) {
  look_up_lists(time);
  for (int attempt = 0; attempt < 20; ++attempt) {
    double kind = random.unit();
    const auto& list = favourites_[kind < 0.55 ? 0 : kind < 0.82 ? 1 : 2];
    auto track = out_by_then(random, list, time, 1.6);
    if (track && !given_up(random, *track, time)) return *track;
  }
  return discovery(random, time);
}

std::uint32_t Repertoire::discovery(Random& random, sys_seconds time) const {
  double years = static_cast<double>((time - begin_).count()) / kSecondsOfYear;
  std::uint32_t best = 0;
  double best_fit = -1;
  for (int attempt = 0; attempt < 40 && (attempt < 8 || best_fit < 0); ++attempt) {
    auto track = static_cast<std::uint32_t>(random.below(catalogue_.tracks.size()));
    double fit = taste_.fits(catalogue_.tracks[track], years, season_at(time));
    if (fit <= best_fit || out(track) > time || given_up(random, track, time)) continue;
    best = track;
    best_fit = fit;
  }
  return best;
}

std::optional<std::uint32_t> Repertoire::some_song(Random& random, sys_seconds time) {
  std::chrono::year_month_day date(std::chrono::floor<days>(time));
  auto month = static_cast<unsigned>(date.month()), day = static_cast<unsigned>(date.day());
  double kind = random.unit();
  double december = month == 12 && day <= 26 ? 0.08 + 0.4 * day / 26 : 0;
  if (kind < december) return out_by_then(random, december_, time, 1.5);
  double summer = month == 7 || (month == 6 && day >= 10) || (month == 8 && day <= 25) ? 0.13 : 0;
  if (kind < summer) return out_by_then(random, summer_, time, 1.5);
  kind = random.unit();
  if (forgotten_.begin <= time && time < forgotten_.end && kind < 0.14)
    return out_by_then(random, catalogue_.artists[forgotten_.artist].tracks, time, 1.3);
  if (const auto* phase = phase_at(time); phase && kind < 0.36)
    return out_by_then(random, catalogue_.artists[phase->artist].tracks, time, 1.3);
  if (kind > 0.93) return discovery(random, time);
  return favourite(random, time);
}

std::uint32_t Repertoire::song(Random& random, sys_seconds time) {
  for (int attempt = 0; attempt < 20; ++attempt) {
    auto track = some_song(random, time);
    if (track && !given_up(random, *track, time)) return *track;
  }
  return discovery(random, time);
}

}  // namespace mtm::sandbox
