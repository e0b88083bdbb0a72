#include "store/search.hpp"

#include <algorithm>

namespace mtm::store {

using music::Field;
using music::FoldedTerm;

#define MTM_FOUND_COLUMNS                                                                                          \
  "cards.track_id as id, cards.name, cards.artist_name as artist, cards.album_name as album, cards.release_year, " \
  "cards.popularity, cards.image_url, 'https://open.spotify.com/track/' || cards.spotify_id as spotify_url, "      \
  "cards.title as folded_name, cards.artist as folded_artist, cards.album as folded_album"

// The most frequent kind of search: one word, which may go on. Entries stand in the order of the answer, so fifty of
// each word are enough, and of words that begin alike the hundred with the best first entries: more than fifty of them
// can't be among the first fifty. What is exactly the word comes before what only begins with it.
const db::Query<FoundTrack> kSearchWord{
    "search_word", {"(select id from users limit 1)", "'night'", "'night' || chr(1114111)"}, R"sql(
    select $1::bigint as asked_by, )sql" MTM_FOUND_COLUMNS R"sql(
    from (
      select entries.track_id, min((((entries.place >> 40) * 2 + words.goes_on) << 40) | (entries.place & 1099511627775)) as place
      from (
        select word, (word <> $2)::int as goes_on from search_words
        where user_id = $1 and word >= $2 and word <= $3
        order by goes_on, best limit 100) as words
      cross join lateral (
        select place, track_id from search_entries
        where search_entries.user_id = $1 and search_entries.word = words.word
        order by place, track_id limit 50) as entries
      group by entries.track_id
      order by place, track_id limit 50) as found
    join search_cards as cards on cards.track_id = found.track_id
    order by found.place, found.track_id)sql"};

// Whether a track has what is asked for and lacks what is not wanted.
#define MTM_FITS                                                                                                       \
  "(select cards.title || cards.artist || cards.album like all ($3::text[])"                                           \
  " and cards.artist like all ($4::text[]) and cards.album like all ($5::text[])"                                      \
  " and not cards.title || cards.artist || cards.album like any ($6::text[])"                                          \
  " and not cards.artist like any ($7::text[]) and not cards.album like any ($8::text[])"                              \
  " and ($9::int is null or cards.release_year between $9 and $10::int)"                                               \
  " and ($11::real is null or (select tracks.energy between $11 and $12::real from tracks where id = cards.track_id))" \
  " from search_cards as cards where cards.track_id = entries.track_id)"

// Whole titles first, then those that have more of the words in the title or in the artist; then plays and popularity.
#define MTM_BEST_OF_FITTING                                                                                            \
  "select $1::bigint as asked_by, " MTM_FOUND_COLUMNS                                                                  \
  " from (select distinct track_id, standing from fitting) as fitting"                                                 \
  " cross join lateral (select * from search_cards where track_id = fitting.track_id offset 0) as cards"               \
  " order by cards.title <> $2, (select sum(case when cards.title like pattern then 0 when cards.artist like pattern " \
  "then 1 else 2 end)"                                                                                                 \
  " from unnest($3::text[]) as pattern), fitting.standing, cards.track_id limit 50"

// Everything else: the entries of the rarest word are gone through in their order until a hundred tracks fit the rest.
const db::Query<FoundTrack> kSearchTerms{
    "search_terms",
    {"(select id from users limit 1)", "' love night '", "array['% love %','% night %']", "'{}'::text[]",
     "'{}'::text[]", "'{}'::text[]", "'{}'::text[]", "'{}'::text[]", "null::int", "null::int", "null::real",
     "null::real", "array['love','night']", "array['love','night']"},
    R"sql(
    with ranges as (
      select first, last from unnest($13::text[], $14::text[]) with ordinality as given (first, last, n)
      order by (select count(*) from (
        select from search_entries where user_id = $1 and word >= first and word <= last limit 500) as counted), n
      limit 1
    ), words as (
      select search_words.word from ranges join search_words on user_id = $1 and word >= first and word <= last
      order by word <> first, best limit 100
    ), fitting as (
      select entries.track_id, entries.place & 1099511627775 as standing
      from words cross join lateral (
        select place, track_id from search_entries
        where search_entries.user_id = $1 and search_entries.word = words.word
        order by place, track_id) as entries
      where )sql" MTM_FITS R"sql(
      limit 100
    )
    )sql" MTM_BEST_OF_FITTING};

// The same, beginning with the tracks of a filter that few have: of a large library nearly all would be gone through
// before a hundred of them are met. Without words the order is that of plays and popularity.
const db::Query<FoundTrack> kSearchFew{"search_few",
                                       {"(select id from users limit 1)", "' '", "'{}'::text[]", "'{}'::text[]",
                                        "'{}'::text[]", "'{}'::text[]", "'{}'::text[]", "'{}'::text[]", "1994", "1994",
                                        "null::real", "null::real", "array(select id from tracks limit 20)"},
                                       R"sql(
    with fitting as (
      select entries.track_id, search_place(0, entries.play_count, cards.popularity) as standing
      from library as entries join search_cards as cards using (track_id)
      where entries.user_id = $1 and entries.track_id = any ($13::bigint[]) and )sql" MTM_FITS R"sql(
      order by standing, entries.track_id limit case when $3::text[] = '{}' then 50 end
    )
    )sql" MTM_BEST_OF_FITTING};

// To look up so many takes as long as to meet a hundred of them among 100,000 tracks: docs/decisions.md.
constexpr std::size_t kFew = 2000;

struct TrackInFilter {
  Id track_id;
};
BOOST_DESCRIBE_STRUCT(TrackInFilter, (), (track_id))

const db::Query<TrackInFilter> kTracksOfYears{
    "tracks_of_years",
    {"1994", "1994", "2001"},
    "select track_id from search_cards where release_year between $1::int and $2::int limit $3::int"};

const db::Query<TrackInFilter> kTracksOfEnergy{
    "tracks_of_energy",
    {"0.99", "1", "2001"},
    "select id as track_id from tracks where energy between $1::real and $2::real limit $3::int"};

namespace {

std::vector<std::string> patterns(const Search& search, Field field, bool excluded) {
  std::vector<std::string> all;
  for (const auto& term : search.terms) {
    if (term.field == field && term.excluded == excluded) all.push_back(music::like_pattern(term));
  }
  return all;
}

/// One word, wherever it stands, and nothing else.
bool is_one_word(const Search& search, const std::vector<music::WordRange>& ranges) {
  return search.terms.size() == 1 && ranges.size() == 1 && search.terms.front().field == Field::any && !search.years &&
         !search.energy;
}

/// The tracks of the catalogue that pass the filter of years, or that of energy, when they are few.
Task<std::optional<std::vector<Id>>> few_in_filters(db::Database& database, const Search& search) {
  std::optional<std::vector<Id>> ids;
  std::vector<TrackInFilter> found;
  if (search.years) found = co_await database.all(kTracksOfYears, search.years->least, search.years->most, kFew + 1);
  if (search.energy && (!search.years || found.size() > kFew))
    found = co_await database.all(kTracksOfEnergy, double(search.energy->least), double(search.energy->most), kFew + 1);
  if (found.size() > kFew || !(search.years || search.energy)) co_return ids;
  ids.emplace();
  for (const auto& track : found) ids->push_back(track.track_id);
  co_return ids;
}

}  // namespace

Task<std::vector<FoundTrack>> search(db::Database& database, Id user, const Search& search) {
  auto ranges = music::word_ranges(search.terms);
  std::vector<FoundTrack> tracks;
  if (is_one_word(search, ranges)) {
    tracks = co_await database.all(kSearchWord, user, ranges.front().first, ranges.front().last);
    co_return tracks;
  }
  std::vector<std::string> first, last;
  for (auto& range : ranges) {
    first.push_back(std::move(range.first));
    last.push_back(std::move(range.last));
  }
  if (ranges.empty()) {  // filters alone: the empty word has every track
    first.emplace_back();
    last.emplace_back();
  }
  std::optional<int> years_from, years_to;
  if (search.years) years_from = search.years->least, years_to = search.years->most;
  std::optional<double> energy_from, energy_to;
  if (search.energy) energy_from = search.energy->least, energy_to = search.energy->most;
  auto title = music::whole_title(search.terms);
  auto any = patterns(search, Field::any, false), artist = patterns(search, Field::artist, false),
       album = patterns(search, Field::album, false);
  auto not_any = patterns(search, Field::any, true), not_artist = patterns(search, Field::artist, true),
       not_album = patterns(search, Field::album, true);
  auto few = co_await few_in_filters(database, search);
  if (few)
    tracks = co_await database.all(kSearchFew, user, title, any, artist, album, not_any, not_artist, not_album,
                                   years_from, years_to, energy_from, energy_to, *few);
  else
    tracks = co_await database.all(kSearchTerms, user, title, any, artist, album, not_any, not_artist, not_album,
                                   years_from, years_to, energy_from, energy_to, first, last);
  co_return tracks;
}

struct Likely {
  std::string written;
  std::string meant;
};
BOOST_DESCRIBE_STRUCT(Likely, (), (written, meant))

// "%" asks for three tenths of the trigrams in common: "nirvna" finds nirvana, "nigth" night, and "zebra" not "zen".
const db::Query<Likely> kLikelyWords{
    "likely_words", {"(select id from users limit 1)", "array['nirvna']", "array['nirvna']"}, R"sql(
    select $1::bigint as asked_by, given.first as written, likely.word as meant
    from unnest($2::text[], $3::text[]) as given (first, last)
    cross join lateral (
      select word from search_words
      where user_id = $1 and word % given.first
      order by similarity(word, given.first) desc, best, word limit 1) as likely
    where not exists (select from search_words where user_id = $1 and word >= given.first and word <= given.last))sql"};

Task<std::optional<std::vector<FoldedTerm>>> likely_terms(db::Database& database, Id user,
                                                          const std::vector<FoldedTerm>& terms) {
  std::vector<std::string> first, last;
  for (auto& range : music::word_ranges(terms)) {
    first.push_back(std::move(range.first));
    last.push_back(std::move(range.last));
  }
  std::optional<std::vector<FoldedTerm>> likely;
  auto found = co_await database.all(kLikelyWords, user, first, last);
  if (found.empty()) co_return likely;
  likely = terms;
  for (auto& term : *likely) {
    if (term.excluded) continue;
    std::string words = " ";
    for (auto word : music::words_of(term.words)) {
      auto other =
          std::find_if(found.begin(), found.end(), [&](const Likely& replaced) { return replaced.written == word; });
      words += other == found.end() ? std::string(word) : other->meant;
      words += ' ';
    }
    term.words = words;
  }
  co_return likely;
}

}  // namespace mtm::store
