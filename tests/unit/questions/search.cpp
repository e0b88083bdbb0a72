#include "questions/search.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "history/builder.hpp"
#include "questions/likely_terms.hpp"

using namespace mtm;
using namespace mtm::questions;
using history::Feature;
using history::HistoryPtr;
using history::TrackNo;
using music::Field;

namespace {

using Names = std::vector<std::string>;

struct Song {
  std::string title, artist, album;
  int plays = 0, popularity = -1;
  int year = 0;       // 0: unknown
  float energy = -1;  // the same
};

HistoryPtr history_of(const std::vector<Song>& songs) {
  history::Builder builder;
  std::vector<std::string> artists;
  std::int64_t id = 0;
  for (const auto& song : songs) {
    history::TrackRow row;
    row.id = ++id;
    row.spotify_id = row.name = song.title;
    row.artist = song.artist;
    auto known = std::find(artists.begin(), artists.end(), song.artist);
    row.artist_id = known - artists.begin() + 1;
    if (known == artists.end()) artists.push_back(song.artist);
    if (!song.album.empty()) row.album = song.album;
    row.popularity = static_cast<std::int8_t>(song.popularity);
    if (song.year > 0) row.release_day = first_day(song.year);
    if (song.energy >= 0) row.features[static_cast<std::size_t>(Feature::energy)] = song.energy;
    builder.add(row);
  }
  id = 0;
  for (const auto& song : songs) {
    ++id;
    for (int play = 0; play < song.plays; ++play) builder.add(history::PlayRow{id, play});
  }
  return builder.finish(Id{1}, 1, 1, TimeZone::of("UTC"));
}

Search search_for(std::string_view text) {
  auto query = music::read_search(text);
  return {music::folded_terms(query), query.years, query.energy};
}

Names found(const HistoryPtr& history, std::string_view text) {
  Names names;
  for (auto track : search(*history, search_for(text))) names.emplace_back(history->tracks->name(track));
  return names;
}

/// What is looked for instead, as one text.
std::string instead(const HistoryPtr& history, std::string_view text) {
  std::string words;
  if (auto likely = likely_terms(*history, search_for(text).terms))
    for (const auto& term : *likely) words += term.words;
  return words;
}

}  // namespace

TEST_CASE("titles come before artists, artists before albums, then plays count, then popularity, then ids") {
  auto library = history_of({{"In an album", "Somebody", "Love", 900},
                             {"By an artist", "Love Inc", "", 500},
                             {"By the very artist", "Love", "", 5},
                             {"What Love Is", "Nobody", "", 3, 10},
                             {"All You Need Is Love", "Nobody", "", 3, 90},
                             {"Never Love", "Nobody", "", 3},
                             {"Ever Love", "Nobody", "", 3},
                             {"Love Me Do", "Nobody", "", 4},
                             {"Love", "Nobody"},
                             {"Hate", "Nobody", "Nothing", 1000}});
  Names expected{"Love",      "Love Me Do",         "All You Need Is Love", "What Love Is", "Never Love",
                 "Ever Love", "By the very artist", "By an artist",         "In an album"};
  CHECK(found(library, "love ") == expected);
  CHECK(found(library, "lov") == expected);
  CHECK(found(library, "love year:<2000").empty());
}

TEST_CASE("the word itself comes before words that begin with it, in the same place") {
  auto library = history_of({{"Heroes", "David Bowie", "", 100}, {"My Hero", "Foo Fighters"}, {"Hero", "Mariah"}});
  CHECK(found(library, "hero") == Names{"Hero", "Heroes", "My Hero"});
  CHECK(found(library, "hero ") == Names{"Hero", "My Hero"});
  CHECK(found(library, "he") == Names{"Heroes", "Hero", "My Hero"});
}

TEST_CASE("words side by side come before words scattered, and titles before artists") {
  auto library = history_of({{"Dance and Love", "Nobody", "", 90},
                             {"Dance", "Love", "", 80},
                             {"Song", "Love Dance Band", "", 70},
                             {"Other Song", "Love Dance", "", 60},
                             {"My Love Dance", "Nobody", "", 50},
                             {"Love Dance", "Nobody", "", 40},
                             {"Love Dancers", "Nobody", "", 30},
                             {"Anything", "Nobody", "Love Dance", 99}});
  CHECK(found(library, "love dance") == Names{"Love Dance", "Love Dancers", "My Love Dance", "Other Song", "Song",
                                              "Dance and Love", "Dance", "Anything"});
}

TEST_CASE("filters and what is left out") {
  auto library = history_of({{"Creep", "Radiohead", "Pablo Honey", 0, -1, 1993, 0.8F},
                             {"Radiohead", "Talking Heads", "True Stories", 0, -1, 1986, 0.81F},
                             {"Karma Police", "Radiohead", "OK Computer", 0, -1, 1997},
                             {"Unknown", "Radio Head"}});
  CHECK(found(library, "artist:radiohead ") == Names{"Creep", "Karma Police"});
  CHECK(found(library, "album:\"ok computer\"") == Names{"Karma Police"});
  CHECK(found(library, "album:radiohead").empty());
  CHECK(found(library, "radiohead -artist:radiohead") == Names{"Radiohead"});
  CHECK(found(library, "radiohead -creep -police") == Names{"Radiohead"});
  CHECK(found(library, "-radiohead") == Names{"Unknown"});
  CHECK(found(library, "-\"radio head\" -nothing") == Names{"Creep", "Radiohead", "Karma Police"});
  CHECK(found(library, "year:1986-1993") == Names{"Creep", "Radiohead"});
  CHECK(found(library, "year:<=1986") == Names{"Radiohead"});
  CHECK(found(library, "year:<0").empty());
  CHECK(found(library, "energy:>0.8") == Names{"Radiohead"});
  CHECK(found(library, "energy:>=0.8") == Names{"Creep", "Radiohead"});
  CHECK(found(library, "artist:radiohead year:1990-1999 energy:>0.5 cree") == Names{"Creep"});
}

TEST_CASE("a word that nobody has is taken for the one most like it, of equals the one in the better place") {
  auto library = history_of({{"Come as You Are", "Nirvana", "Nevermind"},
                             {"Nothing Else Matters", "Metallica"},
                             {"Slow Tram", "Gr!t"},
                             {"Live", "Ke$ha"},
                             {"Some Bandx", "Somebody"},
                             {"Bandy", "Somebody"}});
  CHECK(instead(library, "metalica matters") == " metallica  matters ");
  CHECK(instead(library, "\"nothing els maters\"") == " nothing else matters ");
  CHECK(instead(library, "nevrmind") == " nevermind ");
  CHECK(instead(library, "grit") == " gr t ");  // a sign may stand for a letter
  CHECK(instead(library, "kesha live") == " ke ha  live ");
  CHECK(instead(library, "gret") == " gr t ");
  CHECK(instead(library, "grbt") == " gr ");
  CHECK(instead(library, "bandz") == " bandy ");  // a whole title
  CHECK(instead(library, "come -nirvna").empty());
  CHECK(instead(library, "nirvan").empty());  // may go on
  CHECK(instead(library, "zebra").empty());
  CHECK(instead(library, "%").empty());
}

TEST_CASE("an empty library has nothing") {
  auto library = history_of({});
  for (auto text : {"love", "love dance", "-love", "year:1990", "\"the who\""}) CHECK(found(library, text).empty());
  CHECK(instead(library, "love").empty());
}

TEST_CASE("later versions share the index of words unless tracks changed") {
  auto library = history_of({{"Love", "Nobody"}});
  REQUIRE(found(library, "love") == Names{"Love"});
  history::Builder played(library);
  played.add(history::PlayRow{1, 5});
  auto later = played.finish(Id{1}, 2, 1, library->zone);
  CHECK(later->words == library->words);
  history::Builder grown(later);
  history::TrackRow row;
  row.id = 7;
  row.name = "Lovely";
  row.artist_id = 1;
  row.artist = "Nobody";
  grown.add(row);
  auto last = grown.finish(Id{1}, 3, 1, library->zone);
  CHECK(found(last, "love") == Names{"Love", "Lovely"});
  CHECK(found(later, "love") == Names{"Love"});
}

namespace {

/// Libraries and searches of few words, so that much is found and ties are frequent.
class Made {
 public:
  explicit Made(unsigned seed) : random_(seed) {}

  int below(int end) { return std::uniform_int_distribution<int>(0, end - 1)(random_); }
  std::string word() {
    static const char* words[] = {"a",   "ab",  "abc",  "b",  "ba",     "love", "lovely",
                                  "the", "who", "青空", "空", "R.E.M.", "&"};
    return words[below(std::size(words))];
  }
  std::string name(int least, int most) {
    std::string name;
    for (int words = least + below(most - least + 1); words > 0; --words) name += (name.empty() ? "" : " ") + word();
    return name;
  }
  std::vector<Song> songs(int count) {
    std::vector<Song> songs;
    for (int i = 0; i < count; ++i)
      songs.push_back({name(1, 4), name(1, 2), name(0, 2), below(3), below(4) - 1, 1990 + below(3),
                       static_cast<float>(below(4)) / 4});
    return songs;
  }
  std::string query() {
    std::string query;
    for (int terms = 1 + below(3); terms > 0; --terms) {
      if (below(5) == 0) query += "-";
      if (below(5) == 0) query += below(2) == 0 ? "artist:" : "album:";
      query += below(4) == 0 ? "\"" + name(1, 3) + "\"" : word();
      if (terms > 1 || below(2) == 0) query += ' ';
    }
    if (below(5) == 0) query += " year:1991";
    if (below(5) == 0) query += " energy:>0.25";
    return query;
  }

 private:
  std::mt19937 random_;
};

/// Whether words begin somewhere in others.
bool side_by_side(const std::vector<std::string_view>& words, const std::vector<std::string_view>& wanted,
                  bool begins) {
  for (std::size_t at = 0; at + wanted.size() <= words.size(); ++at) {
    bool all = true;
    for (std::size_t i = 0; i < wanted.size(); ++i)
      all =
          all && (begins && i + 1 == wanted.size() ? words[at + i].starts_with(wanted[i]) : words[at + i] == wanted[i]);
    if (all) return true;
  }
  return false;
}

/// Word by word, without an index.
bool fits(const Song& song, const Search& search) {
  if (search.years && (song.year < search.years->least || song.year > search.years->most)) return false;
  if (search.energy && (song.energy < search.energy->least || song.energy > search.energy->most)) return false;
  for (const auto& term : search.terms) {
    auto stands = [&](const std::string& name) {
      auto folded = music::folded(name);
      return side_by_side(music::words_of(folded), music::words_of(term.words), term.begins);
    };
    bool there = (term.field == Field::any && stands(song.title)) ||
                 (term.field != Field::album && stands(song.artist)) ||
                 (term.field != Field::artist && stands(song.album));
    if (there == term.excluded) return false;
  }
  return true;
}

}  // namespace

/// What comes first, as search.hpp says.
auto place(const Song& song, const Search& search, TrackNo track) {
  auto title = music::folded(song.title), artist = music::folded(song.artist), album = music::folded(song.album);
  auto phrase = music::as_one_phrase(search.terms);
  int standing = 0, fields = 0, begun = 0;
  auto stands = [&](std::string_view text, const music::FoldedTerm& term, bool whole) {
    auto words = music::words_of(text), wanted = music::words_of(term.words);
    if (whole && words.size() != wanted.size()) return false;
    begun = side_by_side(words, wanted, false) ? 0 : 1;
    return begun == 0 || (term.begins && side_by_side(words, wanted, true));
  };
  bool any = phrase.words != " ";
  if (any && !stands(title, phrase, true) && ++standing && !stands(title, phrase, false) && ++standing &&
      !stands(artist, phrase, true) && ++standing && !stands(artist, phrase, false) && ++standing) {
    int worst = 0;
    for (const auto& term : search.terms) {
      if (term.excluded || term.field != Field::any) continue;
      if (!stands(title, term, false) && ++fields && !stands(artist, term, false) && ++fields)
        stands(album, term, false);
      worst = std::max(worst, begun);
    }
    begun = worst;
  }
  return std::tuple(standing, fields, any ? begun : 0, -song.plays, -song.popularity, track);
}

TEST_CASE("a search finds exactly what going through all names finds, and in that order") {
  auto seed = std::random_device{}();
  CAPTURE(seed);
  Made made(seed);
  for (int i = 0; i < 30; ++i) {
    auto songs = made.songs(50);  // as many as may be found
    auto library = history_of(songs);
    for (int j = 0; j < 50; ++j) {
      auto text = made.query();
      CAPTURE(text);
      auto asked = search_for(text);
      if (asked.terms.empty()) continue;
      std::vector<TrackNo> expected;
      for (TrackNo track = 0; track < songs.size(); ++track)
        if (fits(songs[track], asked)) expected.push_back(track);
      std::sort(expected.begin(), expected.end(),
                [&](TrackNo a, TrackNo b) { return place(songs[a], asked, a) < place(songs[b], asked, b); });
      REQUIRE(search(*library, asked) == expected);
    }
  }
}

TEST_CASE("one word finds the same fifty in the same order with a filter that everything passes") {
  auto seed = std::random_device{}();
  CAPTURE(seed);
  Made made(seed);
  for (int i = 0; i < 10; ++i) {
    auto library = history_of(made.songs(300));
    for (int j = 0; j < 20; ++j) {
      auto text = made.word() + (made.below(2) == 0 ? " " : "");
      CAPTURE(text);
      auto asked = search_for(text);
      auto tracks = search(*library, asked);
      asked.years = music::Between<int>{1, 9999};
      REQUIRE(tracks == search(*library, asked));
    }
  }
}
