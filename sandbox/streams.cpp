#include "sandbox/streams.hpp"

#include <algorithm>

#include "sandbox/random.hpp"
#include "sandbox/repertoire.hpp"
#include "sandbox/routine.hpp"

namespace mtm::sandbox {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

/// Since then platforms are a word; before, they tell of the device and its system.
constexpr sys_days kPlatformsAreWordsFrom = std::chrono::year(2023) / 10 / 1;
/// From then on each stream says when it began by the device's clock.
constexpr sys_days kDeviceClockFrom = std::chrono::year(2018) / 1 / 1;

constexpr int kPhoneYears = 3;  // so many with the first phone; the second one is of the other kind

std::string_view phone(sys_seconds time, sys_seconds begin) {
  auto age = time - begin;
  if (age < days(600)) return "iOS 10.2 (iPhone8,1)";
  if (age < days(kPhoneYears * 365 + 100)) return "iOS 12.4.5 (iPhone8,1)";
  if (time >= kPlatformsAreWordsFrom) return "android";
  return age < days(5 * 365) ? "Android OS 10 API 29 (samsung, SM-G973F)" : "Android OS 12 API 31 (samsung, SM-G973F)";
}

std::string_view desk(sys_seconds time, sys_seconds begin) {
  if (time >= kPlatformsAreWordsFrom) return "web_player";
  auto age = time - begin;
  if (age < days(4 * 365)) return "OS X 10.12.6 [x86 8]";
  return age < days(5 * 365) ? "WebPlayer (websocket RFC6455)" : "web_player osx 10.15;chrome 95.0.4638.69;desktop";
}

std::string_view loudspeaker(sys_seconds time) {
  return time >= kPlatformsAreWordsFrom ? "cast" : "Partner google cast_tv;Chromecast;;";
}

/// How a sitting goes about it.
enum class Manner { shuffled, picked, album, one_artist, on_repeat };

class Diary {
 public:
  Diary(const Catalogue& catalogue, const Person& person, sys_seconds today)
      : catalogue_(catalogue),
        person_(person),
        today_(today),
        last_(std::chrono::floor<days>(today)),
        begin_(today - seconds(static_cast<std::int64_t>(person.years * kSecondsOfYear))),
        // What Spotify still knows as the last plays is told at the end, as it is.
        until_(person.plays.empty() ? today : start_of(person.plays.back()) - std::chrono::minutes(5)),
        routine_(person.seed, last_),
        repertoire_(catalogue, person, today),
        spoken_(person.seed, last_),
        random_(mix(person.seed, "streams")) {}

  std::vector<Stream> write() {
    clock_ = begin_;
    for (auto date = std::chrono::ceil<days>(begin_); date <= last_; date += days(1)) {
      Day day = routine_.day(date);
      place_ = day.place;
      for (const Sitting& sitting : day.sittings) sit(date, sitting);
    }
    tell_last_plays();
    return std::move(streams_);
  }

  std::vector<Stream> watch() {
    for (auto date = std::chrono::ceil<days>(begin_ + days(800)); date < last_; date += days(1)) {
      if (!random_.chance(0.015)) continue;
      Day day = routine_.day(date);
      Stream stream;
      stream.end = moment_at(*day.place, date, seconds(static_cast<int>(random_.bell(12.6, 0.2) * 3600)));
      if (stream.end >= until_) break;
      auto track = repertoire_.favourite(random_, stream.end);
      if (!random_.chance(0.15)) stream.what = Song{track};
      bool whole = random_.chance(0.12);
      stream.ms_played = whole                  ? catalogue_.tracks[track].duration_ms
                         : random_.chance(0.24) ? 0
                                                : random_.between(400, 24'000);
      stream.platform = phone(stream.end, begin_);
      stream.country = day.place->country;
      stream.ip_address = day.place->ip_address;
      stream.reason_start = whole ? "switched-to-video" : "clickrow";
      stream.reason_end = whole ? "trackdone" : "endplay";
      stream.offline_timestamp = 0;
      streams_.push_back(std::move(stream));
    }
    return std::move(streams_);
  }

 private:
  sys_seconds start_of(const Play& play) const {
    return std::chrono::floor<seconds>(play.played_at - milliseconds(catalogue_.tracks[play.track].duration_ms));
  }

  void sit(sys_days date, const Sitting& sitting) {
    auto begin = moment_at(*place_, date, sitting.begin);
    clock_ = std::max(begin, clock_ + std::chrono::minutes(2));
    auto end = clock_ + sitting.length;
    occasion_ = sitting.occasion;
    set_device();
    reason_ = random_.chance(0.55) ? "clickrow" : random_.chance(0.5) ? "playbtn" : "appload";
    shuffle_ = false;
    if (speak()) reason_ = "clickrow";
    while (clock_ < end && clock_ < until_) {
      play_some(end);
      if (random_.chance(0.25)) clock_ += seconds(random_.between(20, 900));  // a pause
    }
    stop();
  }

  void set_device() {
    bool at_desk = occasion_ == Occasion::work || (occasion_ == Occasion::at_home && random_.chance(0.3));
    bool aloud = occasion_ == Occasion::party || (occasion_ == Occasion::at_home && random_.chance(0.12));
    platform_ = aloud ? loudspeaker(clock_) : at_desk ? desk(clock_, begin_) : phone(clock_, begin_);
    private_ = random_.chance(occasion_ == Occasion::night ? 0.06 : 0.012);
    offline_ = occasion_ == Occasion::commute && random_.chance(0.12);
  }

  /// A show or two on the way, a book in the evening.
  bool speak() {
    bool spoken = false;
    for (int count = random_.between(1, 2); count > 0; --count) {
      bool more = occasion_ == Occasion::commute ? listen(spoken_.episode(random_, clock_))
                  : occasion_ == Occasion::at_home || occasion_ == Occasion::night
                      ? listen(spoken_.chapter(random_, clock_))
                      : false;
      if (!more) break;
      spoken = true;
    }
    return spoken;
  }

  template <class What>
  bool listen(std::optional<Piece<What>> piece) {
    if (!piece) return false;
    tell(std::move(piece->what), piece->duration_ms, piece->to_the_end ? "trackdone" : "endplay");
    if (std::is_same_v<What, Chapter>) streams_.back().offline.reset();  // never told of audiobooks
    return true;
  }

  // Some songs in one manner.
  void play_some(sys_seconds end) {
    double kind = random_.unit();
    auto manner = kind < 0.55   ? Manner::shuffled
                  : kind < 0.74 ? Manner::picked
                  : kind < 0.89 ? Manner::album
                  : kind < 0.97 ? Manner::one_artist
                                : Manner::on_repeat;
    shuffle_ = manner == Manner::shuffled;
    auto first = repertoire_.song(random_, clock_);
    if (manner == Manner::on_repeat) first = repertoire_.favourite(random_, clock_);
    int wanted = manner == Manner::on_repeat ? random_.between(4, 9) : random_.between(5, 16);
    const auto& album = catalogue_.album_of(catalogue_.tracks[first]).tracks;
    auto in_album = static_cast<std::size_t>(std::find(album.begin(), album.end(), first) - album.begin());
    for (int count = 0; count < wanted && clock_ < end && clock_ < until_; ++count) {
      auto track = first;
      if (manner == Manner::album) {
        if (in_album == album.size()) return;
        track = album[in_album++];
      } else if (manner == Manner::one_artist && count > 0) {
        track = another_of_artist(first);
      } else if (manner != Manner::on_repeat && count > 0) {
        track = repertoire_.song(random_, clock_);
      }
      play(track);
    }
  }

  std::uint32_t another_of_artist(std::uint32_t track) {
    const auto& tracks = catalogue_.artists[catalogue_.tracks[track].artists.front()].tracks;
    auto other = random_.pick(tracks);
    bool is_out = catalogue_.album_of(catalogue_.tracks[other]).released.first_day() <= clock_;
    return is_out ? other : track;
  }

  void play(std::uint32_t track) {
    int whole = catalogue_.tracks[track].duration_ms;
    // Some songs get on one's nerves.
    double annoying = Random(mix(mix(person_.seed, "annoyance"), track)).unit();
    double skip = 0.5 * annoying * annoying * annoying + (shuffle_ ? 0.13 : 0.04);
    double kind = random_.unit();
    if (kind < 0.004)
      tell(Song{track}, 0, "trackerror");
    else if (kind < 0.012)
      tell(Song{track}, random_.between(0, std::min(whole, 30'000)), "backbtn");
    else if (kind < 0.08)
      tell(Song{track}, random_.between(2'000, whole), "endplay");
    else if (kind < 0.08 + skip)
      skip_song(track, whole);
    else
      tell(Song{track}, whole, "trackdone");
  }

  void skip_song(std::uint32_t track, int whole) {
    double point = random_.unit();
    int after = point < 0.05   ? 0
                : point < 0.75 ? random_.between(600, std::min(whole, 29'000))
                               : random_.between(std::min(whole, 29'000), whole * 3 / 4);
    tell(Song{track}, after, "fwdbtn");
    streams_.back().skipped = streams_.back().end >= kSkipsMarkedFrom;
  }

  // The last song of a sitting is often not heard to its end.
  void stop() {
    if (streams_.empty() || streams_.back().reason_end != "trackdone") return;
    auto& last = streams_.back();
    if (!std::holds_alternative<Song>(last.what) || random_.chance(0.3)) return;
    double kind = random_.unit();
    last.reason_end = kind < 0.5    ? "endplay"
                      : kind < 0.72 ? "unexpected-exit-while-paused"
                      : kind < 0.9  ? "logout"
                                    : "remote";
    int lost = random_.between(0, last.ms_played * 3 / 4);
    last.ms_played -= lost;
    last.end -= seconds(lost / 1000);
    clock_ = last.end;
  }

  template <class What>
  void tell(What what, int ms_played, std::string_view reason_end) {
    auto start = clock_;
    // Rounded up, so that two streams never overlap, with the second that it takes to go on.
    clock_ += seconds(ms_played / 1000 + 1);
    add(std::move(what), start, clock_, ms_played, reason_end);
    streams_.back().shuffle = shuffle_;
    reason_ =
        reason_end == "fwdbtn" || reason_end == "backbtn" || reason_end == "trackdone" || reason_end == "trackerror"
            ? reason_end
            : "clickrow";
  }

  template <class What>
  void add(What what, sys_seconds start, sys_seconds end, int ms_played, std::string_view reason_end) {
    Stream stream;
    stream.what = std::move(what);
    stream.end = end;
    stream.ms_played = ms_played;
    stream.platform = platform_;
    stream.country = place_->country;
    stream.ip_address = place_->ip_address;
    stream.reason_start = reason_;
    stream.reason_end = reason_end;
    stream.incognito = private_;
    stream.offline = offline_;
    if (start >= kDeviceClockFrom) stream.offline_timestamp = start.time_since_epoch().count();
    streams_.push_back(std::move(stream));
  }

  void tell_last_plays() {
    while (!streams_.empty() && streams_.back().end > until_) streams_.pop_back();
    clock_ = streams_.empty() ? begin_ : streams_.back().end;
    platform_ = phone(today_, begin_);
    private_ = offline_ = false;
    for (auto play = person_.plays.rbegin(); play != person_.plays.rend(); ++play) {
      auto start = start_of(*play);
      auto end = std::chrono::floor<seconds>(play->played_at);
      place_ = routine_.day(std::chrono::floor<days>(start)).place;
      reason_ = start - clock_ > std::chrono::minutes(2) ? "clickrow" : "trackdone";
      add(Song{play->track}, start, end, catalogue_.tracks[play->track].duration_ms, "trackdone");
      clock_ = end;
    }
  }

  const Catalogue& catalogue_;
  const Person& person_;
  sys_seconds today_;
  sys_days last_;
  sys_seconds begin_, until_;
  Routine routine_;
  Repertoire repertoire_;
  Spoken spoken_;
  Random random_;

  // Where the person is in their days, and with which device.
  sys_seconds clock_;
  const Place* place_ = nullptr;
  Occasion occasion_ = Occasion::at_home;
  std::string_view platform_, reason_;
  bool shuffle_ = false, private_ = false, offline_ = false;
  std::vector<Stream> streams_;
};

}  // namespace

std::vector<Stream> streams_of(const Catalogue& catalogue, const Person& person, sys_seconds today) {
  return Diary(catalogue, person, today).write();
}

std::vector<Stream> videos_of(const Catalogue& catalogue, const Person& person, sys_seconds today) {
  return Diary(catalogue, person, today).watch();
}

}  // namespace mtm::sandbox
