// Makes a person's years of listening: evenings on which they liked a song or binged on an album, and the last plays.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <unordered_set>

#include "core/crypto.hpp"
#include "sandbox/person.hpp"
#include "sandbox/random.hpp"
#include "sandbox/taste.hpp"
#include "sandbox/top_lists.hpp"

namespace mtm::sandbox {
namespace {

using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_seconds;

class Listener {
 public:
  Listener(const Catalogue& catalogue, const Character& character, sys_seconds now)
      : catalogue_(catalogue),
        character_(character),
        now_(now),
        begin_(now - seconds(static_cast<std::int64_t>(character.years * kSecondsOfYear))),
        random_(mix(character.seed, "listener")),
        taste_(character.seed, catalogue, character.years) {
    for (std::uint32_t track = 0; track < catalogue.tracks.size(); ++track) by_date_.push_back(track);
    std::sort(by_date_.begin(), by_date_.end(), [&](auto left, auto right) {
      auto older = out(left), younger = out(right);
      return older != younger ? older < younger : left < right;
    });
    if (character.other) {
      for (const Like& like : character.other->likes) others_.push_back(like.track);
    }
  }

  Person live() {
    Person person;
    person.id = character_.id;
    person.account_id = account_id_of(character_.id);
    person.display_name = character_.display_name;
    like_songs();
    std::sort(likes_.begin(), likes_.end(), [](const Like& left, const Like& right) {
      return left.added_at != right.added_at ? left.added_at > right.added_at : left.track > right.track;
    });
    person.seed = character_.seed;
    person.years = character_.years;
    person.likes = std::move(likes_);
    TopLists lists(catalogue_, person, now_);
    for (auto range : kTimeRanges) {
      auto top = lists.at(range, now_);
      person.top_tracks[static_cast<std::size_t>(range)] = std::move(top.tracks);
      person.top_artists[static_cast<std::size_t>(range)] = std::move(top.artists);
    }
    play(person);
    return person;
  }

 private:
  sys_seconds out(std::uint32_t track) const {
    return catalogue_.album_of(catalogue_.tracks[track]).released.first_day();
  }

  double years_at(sys_seconds time) const { return static_cast<double>((time - begin_).count()) / kSecondsOfYear; }
  double fits(std::uint32_t track, sys_seconds time) const {
    return taste_.fits(catalogue_.tracks[track], years_at(time), season_at(time));
  }

  void like_songs() {
    std::size_t wanted = std::min(character_.likes, catalogue_.tracks.size());
    if (!wanted) return;
    like_at(begin_ + std::chrono::hours(20));  // the first one
    while (likes_.size() < wanted) {
      sys_seconds evening = some_evening();
      double kind = random_.unit();
      if (kind < 0.16)
        binge(evening, wanted);
      else {
        int songs = kind < 0.62 ? 1 : random_.between(2, 5);
        for (int song = 0; song < songs && likes_.size() < wanted; ++song) {
          like_at(evening);
          evening += seconds(random_.between(20, 900));
        }
      }
    }
  }

  // Autumns are busier than springs, weekends busier than weekdays, and some weeks are full of music.
  sys_seconds some_evening() {
    auto whole = std::chrono::floor<days>(now_ - begin_).count();
    while (true) {
      auto day = random_.between(0, static_cast<int>(whole) - 1);
      auto date = std::chrono::floor<days>(begin_) + days(day);
      double season = season_at(date);
      double weight = 0.45 + 0.25 * std::cos(2 * std::numbers::pi * (season - 0.85));
      if (std::chrono::weekday(date).iso_encoding() >= 5) weight += 0.15;
      Random week(mix(mix(character_.seed, "week"), static_cast<std::uint64_t>(day / 7)));
      double burst = week.unit();
      weight *= 0.25 + 2.2 * burst * burst * burst;
      bool taken = random_.chance(weight);
      double hour = random_.bell(19.2, 2.4);
      if (!taken) continue;
      auto time = date + seconds(static_cast<std::int64_t>(hour * 3600)) + seconds(random_.between(0, 59));
      if (time > begin_ && time < now_) return time;
    }
  }

  void like(std::uint32_t track, sys_seconds time) {
    liked_.insert(track);
    likes_.push_back({track, time});
  }

  void like_at(sys_seconds time) {
    if (auto track = choose(time)) like(*track, time);
  }

  // Most of an album, seconds or minutes apart.
  void binge(sys_seconds time, std::size_t wanted) {
    auto first = choose(time);
    if (!first) return;
    bool at_once = random_.chance(0.3);  // the whole album by one click: all within the same seconds
    for (auto track : catalogue_.album_of(catalogue_.tracks[*first]).tracks) {
      if (likes_.size() >= wanted) return;
      if (liked_.contains(track) || (track != *first && !random_.chance(0.7))) continue;
      like(track, time);
      time += seconds(at_once ? random_.between(0, 1) : random_.between(30, 400));
      if (time >= now_) return;
    }
  }

  // Tries some tracks that were out by then, and takes the first that fits well or else the best.
  std::optional<std::uint32_t> choose(sys_seconds time) {
    auto until = std::upper_bound(by_date_.begin(), by_date_.end(), time,
                                  [&](sys_seconds then, auto track) { return then < out(track); });
    auto recent = std::lower_bound(by_date_.begin(), until, time - days(420),
                                   [&](auto track, sys_seconds then) { return out(track) < then; });
    bool from_other = !others_.empty() && random_.chance(character_.shared);
    std::optional<std::uint32_t> best;
    double best_fit = 0;
    for (int attempt = 0; attempt < 70; ++attempt) {
      bool new_music = random_.chance(0.42);
      auto from = new_music && recent != until ? recent : by_date_.begin();
      auto track = from_other
                       ? random_.pick(others_)
                       : from[static_cast<std::ptrdiff_t>(random_.below(static_cast<std::size_t>(until - from)))];
      if (liked_.contains(track) || out(track) > time) continue;
      double fit = fits(track, time);
      if (fit > best_fit || !best) {
        best = track;
        best_fit = fit;
      }
      if (random_.chance(fit)) return track;
    }
    if (best) return best;
    for (auto track = by_date_.begin(); track != until; ++track) {  // nearly everything is liked already
      if (!liked_.contains(*track)) return *track;
    }
    return {};
  }

  // Backwards from last night, song after song, with pauses between evenings.
  void play(Person& person) {
    const auto& current = person.top_tracks[0];
    if (current.empty()) return;
    Random random(mix(character_.seed, "plays"));
    auto time = std::chrono::time_point_cast<std::chrono::milliseconds>(now_) -
                std::chrono::milliseconds(random.between(1'200'000, 5'400'000));
    while (person.plays.size() < 50) {
      double place = random.unit();
      auto track = current[static_cast<std::size_t>(place * place * static_cast<double>(current.size()))];
      if (!person.plays.empty() && random.chance(0.04)) track = person.plays.back().track;  // once more
      person.plays.push_back({track, time});
      time -= std::chrono::milliseconds(catalogue_.tracks[track].duration_ms + random.between(300, 2'500));
      if (random.chance(0.07)) time -= std::chrono::minutes(random.between(40, 900));
    }
  }

  const Catalogue& catalogue_;
  const Character& character_;
  sys_seconds now_, begin_;
  Random random_;
  Taste taste_;
  std::vector<std::uint32_t> by_date_, others_;
  std::vector<Like> likes_;
  std::unordered_set<std::uint32_t> liked_;
};

}  // namespace

std::string account_id_of(const std::string& id) { return hex(sha256("account of " + id)).substr(0, 28); }

Person make_person(const Catalogue& catalogue, const Character& character, sys_seconds now) {
  return Listener(catalogue, character, now).live();
}

}  // namespace mtm::sandbox
