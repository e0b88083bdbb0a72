// Makes the catalogue: the artists release record after record until there are tracks enough.
#include <fmt/format.h>

#include <cmath>
#include <unordered_set>

#include "sandbox/artists.hpp"
#include "sandbox/catalogue.hpp"
#include "sandbox/names.hpp"
#include "sandbox/random.hpp"
#include "sandbox/sound.hpp"
#include "sandbox/spotify_id.hpp"

namespace mtm::sandbox {
namespace {

// Streams of numbers that must not depend on each other.
enum : std::uint64_t { kAlbumStream = 2, kTrackStream, kChoiceStream, kOddityStream };

class Studio {
 public:
  Studio(std::uint64_t seed, CatalogueSize size) : seed_(seed), size_(size), choice_(mix(seed, kChoiceStream)) {}

  Catalogue work() {
    made_.artists = sign_artists(seed_, size_.artists);
    // A first record by everybody, then one for every thin year, then by who is popular.
    for (std::uint32_t artist = 0; artist < made_.artists.size() && !full(); ++artist) {
      int year = artist < kYears ? kFirstYear + static_cast<int>(artist) : debut_year(made_.artists[artist]);
      release(artist, year, choice_.chance(0.55) ? 0 : 2);
    }
    for (int year = kFirstYear; year <= kLastYear && !full(); ++year) {
      while (tracks_of_year_[year - kFirstYear] < 30 && !full()) release(active_artist(year), year, 2);
    }
    while (!full()) {
      int year = any_year();
      auto artist = active_artist(year);
      if (choice_.chance(0.05))
        best_of(artist, year);
      else
        release(artist, year, static_cast<int>(choice_.below(3)));
    }
    name_oddly();
    made_.index();
    return std::move(made_);
  }

 private:
  static constexpr std::uint32_t kYears = kLastYear - kFirstYear + 1;

  bool full() const { return made_.tracks.size() >= size_.tracks; }

  int debut_year(const Artist& artist) {
    return choice_.between(artist.first_year, std::min(artist.last_year, artist.first_year + 4));
  }

  int any_year() {
    // Weight 1 for the first year, 4 for the last.
    while (true) {
      double age = choice_.unit();
      if (choice_.chance(0.25 + 0.75 * age * age)) return kFirstYear + static_cast<int>(age * kYears);
    }
  }

  std::uint32_t active_artist(int year) {
    std::uint32_t chosen =
        static_cast<std::uint32_t>(year - kFirstYear) % static_cast<std::uint32_t>(made_.artists.size());
    for (int attempt = 0; attempt < 400; ++attempt) {
      auto candidate = static_cast<std::uint32_t>(choice_.below(made_.artists.size()));
      const Artist& artist = made_.artists[candidate];
      if (year < artist.first_year || year > artist.last_year) continue;
      chosen = candidate;
      if (choice_.chance(0.05 + artist.popularity / 100.0)) break;
    }
    return chosen;
  }

  ReleaseDate date_in(Random& random, int year) {
    ReleaseDate date{year, random.between(1, 12), random.between(1, 28)};
    double vague = year < 1980 ? 0.35 : year < 2000 ? 0.10 : 0.015;
    if (random.chance(vague)) return {year, 0, 0};
    if (random.chance(vague / 6)) return {year, date.month, 0};
    if (year >= 2015) {  // records come out on Fridays since then
      std::chrono::weekday weekday(date.first_day());
      auto friday = date.first_day() + (std::chrono::Friday - weekday);
      std::chrono::year_month_day calendar(friday);
      if (static_cast<int>(calendar.year()) == year) {
        date.month = static_cast<int>(static_cast<unsigned>(calendar.month()));
        date.day = static_cast<int>(static_cast<unsigned>(calendar.day()));
      }
    }
    return date;
  }

  Album& begin_album(std::uint32_t artist, AlbumType type, ReleaseDate released) {
    Album album;
    album.seed = mix(mix(seed_, kAlbumStream), made_.albums.size());
    album.id = spotify_id(album.seed, kAlbumStream);
    album.type = type;
    album.released = released;
    album.artist = artist;
    made_.artists[artist].albums.push_back(static_cast<std::uint32_t>(made_.albums.size()));
    made_.albums.push_back(std::move(album));
    return made_.albums.back();
  }

  // `size`: 0 a single, 1 an EP, 2 an album.
  void release(std::uint32_t artist_number, int year, int size) {
    Random random(mix(mix(seed_, kAlbumStream), 1'000'000 + made_.albums.size()));
    int songs = size == 0 ? random.between(1, 3) : size == 1 ? random.between(4, 6) : random.between(7, 14);
    bool live = size == 2 && year > 1968 && random.chance(0.05);
    bool remastered = size == 2 && year < 1992 && random.chance(0.3);
    bool unheard = random.chance(0.07);  // by the feature provider
    auto released = date_in(random, year);
    begin_album(artist_number, size == 2 ? AlbumType::album : AlbumType::single, released);
    auto album_number = static_cast<std::uint32_t>(made_.albums.size() - 1);
    const Genre& genre = *made_.artists[artist_number].genre;
    Features middle = near(random, made_.artists[artist_number].middle, 0.05);
    if (live) middle.liveness = 0.75;

    std::string lead;
    auto place = random.pick(english::places);
    int remaster_year = random.between(2004, 2019);
    for (int number = 1; number <= songs && !full(); ++number) {
      std::string title = fresh_title(random, artist_number, genre);
      if (lead.empty()) lead = title;
      Track& track = record(random, album_number, artist_number, middle);
      track.features_known = !unheard && !random.chance(0.076);
      if (genre.middle.speechiness > 0.2 && size == 2 && number == 1 && random.chance(0.4)) title = "Intro";
      if (track.artists.size() > 1) title += fmt::format(" (feat. {})", made_.artists[track.artists[1]].name);
      if (live) title += fmt::format(" - Live in {}", place);
      if (remastered) title += fmt::format(" - Remastered {}", remaster_year);
      if (size == 0 && number > 1) {
        const char* version = genre.middle.danceability > 0.7 ? " - Extended Mix" : " - Acoustic";
        title = lead + version;
        if (number > 2) title = lead + " - Instrumental";
      }
      track.name = std::move(title);
      track.number = number;
      add_to_album(album_number);
    }
    Album& album = made_.albums[album_number];
    album.name = size == 0 ? lead : album_title(random, genre, made_.artists[artist_number].name, lead);
    if (size == 1) album.name += " - EP";
    if (live) album.name += fmt::format(" (Live in {})", place);
    if (remastered) album.name += " (Remastered)";
    if (size == 2 && !live && !remastered && released.day && random.chance(0.35)) single_of(album_number, random);
  }

  // The album's second song came out some weeks before it: the same recording under another id.
  void single_of(std::uint32_t album_number, Random& random) {
    if (made_.albums[album_number].tracks.size() < 2) return;
    auto original = made_.albums[album_number].tracks[1];
    std::chrono::year_month_day earlier(made_.albums[album_number].released.first_day() -
                                        std::chrono::days(random.between(2, 12) * 7));
    ReleaseDate released{static_cast<int>(earlier.year()), static_cast<int>(static_cast<unsigned>(earlier.month())),
                         static_cast<int>(static_cast<unsigned>(earlier.day()))};
    if (released.year < kFirstYear || full()) return;
    begin_album(made_.albums[album_number].artist, AlbumType::single, released);
    auto single = static_cast<std::uint32_t>(made_.albums.size() - 1);
    repeat(original, single);
    made_.albums[single].name = made_.tracks[original].name;
  }

  void best_of(std::uint32_t artist_number, int year) {
    auto known = made_.artists[artist_number].tracks;
    std::erase_if(known, [&](auto track) { return made_.tracks[track].artists.front() != artist_number; });
    if (known.size() < 12) return;
    Random random(mix(mix(seed_, kAlbumStream), 2'000'000 + made_.albums.size()));
    begin_album(artist_number, AlbumType::compilation, date_in(random, year));
    auto album_number = static_cast<std::uint32_t>(made_.albums.size() - 1);
    made_.albums[album_number].name = fmt::format("The Best of {}", made_.artists[artist_number].name);
    for (std::size_t place = 0; place < known.size() && made_.albums[album_number].tracks.size() < 10; place += 2) {
      bool older = made_.albums[made_.tracks[known[place]].album].released.year < year;
      bool original = made_.tracks[known[place]].recording == known[place];
      if (older && original && !full()) repeat(known[place], album_number);
    }
    if (made_.albums[album_number].tracks.empty()) {  // nothing old enough to collect
      made_.artists[artist_number].albums.pop_back();
      made_.albums.pop_back();
    }
  }

  std::string fresh_title(Random& random, std::uint32_t artist, const Genre& genre) {
    std::string title;
    for (int attempt = 0; attempt < 12; ++attempt) {
      title = song_title(random, genre);
      if (taken_titles_.insert(fmt::format("{}/{}", artist, title)).second) break;
    }
    return title;
  }

  Track& record(Random& random, std::uint32_t album, std::uint32_t artist_number, const Features& middle) {
    const Artist& artist = made_.artists[artist_number];
    Track track;
    std::uint64_t own = mix(mix(seed_, kTrackStream), made_.tracks.size());
    track.id = spotify_id(own, kTrackStream);
    track.album = album;
    track.recording = static_cast<std::uint32_t>(made_.tracks.size());
    track.artists.push_back(artist_number);
    if (random.chance(artist.genre->middle.speechiness > 0.2 ? 0.28 : 0.06)) {
      auto guest = active_artist(made_.albums[album].released.year);
      if (guest != artist_number) track.artists.push_back(guest);
    }
    double minutes = std::max(random.bell(artist.genre->minutes, artist.genre->minutes * 0.2), 0.7);
    track.duration_ms = static_cast<int>(minutes * 60'000) + random.between(0, 999);
    track.is_explicit = random.chance(artist.genre->explicit_share);
    double newer = (made_.albums[album].released.year - kFirstYear) / static_cast<double>(kYears);
    track.popularity = std::clamp(static_cast<int>(random.bell(artist.popularity * (0.6 + 0.4 * newer), 8)), 0, 97);
    track.features = near(random, middle, 0.09);
    const char* country = artist.genre->tongue ? artist.genre->tongue->country.data() : artist.seed % 3 ? "GB" : "US";
    if (!random.chance(0.015)) {
      constexpr std::string_view kLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789";
      track.isrc = fmt::format("{}{}{}{}{:02}{:05}", country, kLetters[artist.seed % 24],
                               kLetters[artist.seed / 31 % 34], kLetters[artist.seed / 977 % 34],
                               made_.albums[album].released.year % 100, made_.tracks.size() % 100'000);
    }
    made_.tracks.push_back(std::move(track));
    return made_.tracks.back();
  }

  void repeat(std::uint32_t original, std::uint32_t album) {
    Track track = made_.tracks[original];
    track.id = spotify_id(mix(mix(seed_, kTrackStream), made_.tracks.size()), kTrackStream);
    track.album = album;
    track.number = static_cast<int>(made_.albums[album].tracks.size()) + 1;
    made_.tracks.push_back(std::move(track));
    add_to_album(album);
  }

  void add_to_album(std::uint32_t album) {
    auto number = static_cast<std::uint32_t>(made_.tracks.size() - 1);
    made_.albums[album].tracks.push_back(number);
    for (auto artist : made_.tracks[number].artists) made_.artists[artist].tracks.push_back(number);
    ++tracks_of_year_[made_.albums[album].released.year - kFirstYear];
  }

  // Spreads the titles that programs stumble over, and one album without a name.
  void name_oddly() {
    Random random(mix(seed_, kOddityStream));
    for (auto title : english::oddities) made_.tracks[random.below(made_.tracks.size())].name = title;
    made_.albums[random.below(made_.albums.size())].name.clear();
  }

  std::uint64_t seed_;
  CatalogueSize size_;
  Random choice_;
  Catalogue made_;
  int tracks_of_year_[kYears] = {};
  std::unordered_set<std::string> taken_titles_;
};

}  // namespace

Catalogue make_catalogue(std::uint64_t seed, CatalogueSize size) { return Studio(seed, size).work(); }

}  // namespace mtm::sandbox
