#include "store/search.hpp"

#include <algorithm>

namespace mtm::store {

using music::Field;
using music::FoldedTerm;

struct Folded {
  std::string folded;
};
BOOST_DESCRIBE_STRUCT(Folded, (), (folded))

const db::Query<Folded> kFolded{"folded", {"array['Beyoncé']"}, R"sql(
    select folded(given.name) as folded from unnest($1::text[]) with ordinality as given (name, n) order by n)sql"};

Task<std::vector<std::string>> folded(db::Database& database, const std::vector<std::string>& texts) {
  auto rows = co_await database.all(kFolded, texts);
  std::vector<std::string> all;
  for (auto& row : rows) all.push_back(std::move(row.folded));
  co_return all;
}

#define MTM_FOUND_COLUMNS                                                                                                \
  "cards.track_id as id, cards.name, cards.artist_name as artist, cards.album_name as album, cards.release_year, "       \
  "cards.popularity, cards.image_url, 'https://open.spotify.com/track/' || cards.spotify_id as spotify_url, "            \
  "cards.title as folded_name, cards.artist as folded_artist, cards.album as folded_album"

struct FoundForOne : FoundTrack {
  std::int64_t asked;  // the number of the search, from 1
};
BOOST_DESCRIBE_STRUCT(FoundForOne, (FoundTrack), (asked))

// Entries stand in the order of the answer, so fifty of each word are enough, and of words that begin alike the hundred
// with the best first entries: more than fifty of them can't be among the first fifty. What is exactly the word comes
// before what only begins with it.
const db::Query<FoundForOne> kSearchWords{"search_words", {"array(select id from users limit 4)", "array['love','night']", "array['love','night' || chr(1114111)]"}, R"sql(
    select )sql" MTM_FOUND_COLUMNS R"sql(, asked.n as asked
    from unnest($1::bigint[], $2::text[], $3::text[]) with ordinality as asked (user_id, first, last, n)
    cross join lateral (
      select entries.track_id, min((((entries.place >> 40) * 2 + words.goes_on) << 40) | (entries.place & 1099511627775)) as place
      from (
        select word, (word <> asked.first)::int as goes_on from search_words
        where user_id = asked.user_id and word >= asked.first and word <= asked.last
        order by goes_on, best limit 100) as words
      cross join lateral (
        select place, track_id from search_entries
        where search_entries.user_id = asked.user_id and search_entries.word = words.word
        order by place, track_id limit 50) as entries
      group by entries.track_id
      order by place, track_id limit 50) as found
    join search_cards as cards on cards.track_id = found.track_id
    order by asked.n, found.place, found.track_id)sql"};

// Everything else: the entries of the rarest word are gone through in their order until a hundred tracks fit the rest.
// "offset 0" keeps PostgreSQL from reading the whole catalogue before it begins.
const db::Query<FoundTrack> kSearchTerms{"search_terms",
    {"(select id from users limit 1)", "array['love','night']", "array['love','night']", "' love night '", "array['% love %','% night %']",
     "'{}'::text[]", "'{}'::text[]", "'{}'::text[]", "'{}'::text[]", "'{}'::text[]", "null::int", "null::int", "null::real", "null::real"}, R"sql(
    with ranges as (
      select first, last from unnest($2::text[], $3::text[]) with ordinality as given (first, last, n)
      order by (select count(*) from (
        select from search_entries where user_id = $1 and word >= first and word <= last limit 1000) as counted), n
      limit 1
    ), words as (
      select search_words.word from ranges join search_words on user_id = $1 and word >= first and word <= last
      order by word <> first, best limit 100
    ), fitting as (
      select entries.track_id, entries.place & 1099511627775 as standing, cards.title, cards.artist
      from words cross join lateral (
        select place, track_id from search_entries
        where search_entries.user_id = $1 and search_entries.word = words.word
        order by place, track_id) as entries
      cross join lateral (select title, artist, album from search_cards where track_id = entries.track_id offset 0) as cards
      where cards.title || cards.artist || cards.album like all ($5::text[])
        and cards.artist like all ($6::text[]) and cards.album like all ($7::text[])
        and not cards.title || cards.artist || cards.album like any ($8::text[])
        and not cards.artist like any ($9::text[]) and not cards.album like any ($10::text[])
        and (($11::int is null and $13::real is null) or exists (
          select from tracks
          where id = entries.track_id and ($11 is null or date_part('year', release_date) between $11 and $12::int)
            and ($13 is null or energy between $13 and $14::real)))
      limit 100
    ), found as (
      select distinct track_id, (title <> $4)::int as part, standing,
             (select coalesce(sum(case when title like pattern then 0 when artist like pattern then 1 else 2 end), 0)
              from unnest($5::text[]) as pattern) as distance
      from fitting
    )
    select )sql" MTM_FOUND_COLUMNS R"sql(
    from (select * from found order by part, distance, standing, track_id limit 50) as found
    join search_cards as cards on cards.track_id = found.track_id
    order by found.part, found.distance, found.standing, found.track_id)sql"};

namespace {

std::vector<std::string> patterns(const Search& search, Field field, bool excluded) {
  std::vector<std::string> all;
  for (const auto& term : search.terms) {
    if (term.field == field && term.excluded == excluded) all.push_back(music::like_pattern(term));
  }
  return all;
}

}  // namespace

std::optional<WordSearch> only_word(Id user, const Search& search) {
  if (search.terms.size() != 1 || search.years || search.energy) return std::nullopt;
  const auto& term = search.terms.front();
  auto ranges = music::word_ranges(search.terms);
  if (term.field != Field::any || ranges.size() != 1) return std::nullopt;
  return WordSearch{user, std::move(ranges.front())};
}

Task<std::vector<FoundTracks>> search_words(db::Database& database, const std::vector<WordSearch>& searches) {
  std::vector<Id> users;
  std::vector<std::string> first, last;
  for (const auto& search : searches) {
    users.push_back(search.user);
    first.push_back(search.word.first);
    last.push_back(search.word.last);
  }
  auto rows = co_await database.all(kSearchWords, users, first, last);
  std::vector<FoundTracks> answers(searches.size());
  for (auto& row : rows) answers[static_cast<std::size_t>(row.asked - 1)].push_back(std::move(row));
  co_return answers;
}

Task<FoundTracks> search_terms(db::Database& database, Id user, const Search& search) {
  auto ranges = music::word_ranges(search.terms);
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
  auto any = patterns(search, Field::any, false), artist = patterns(search, Field::artist, false), album = patterns(search, Field::album, false);
  auto not_any = patterns(search, Field::any, true), not_artist = patterns(search, Field::artist, true),
       not_album = patterns(search, Field::album, true);
  auto tracks = co_await database.all(kSearchTerms, user, first, last, title, any, artist, album, not_any, not_artist, not_album,
                                      years_from, years_to, energy_from, energy_to);
  co_return tracks;
}

struct Likely {
  std::string written;
  std::string meant;
};
BOOST_DESCRIBE_STRUCT(Likely, (), (written, meant))

// "%" asks for three tenths of the trigrams in common: "nirvna" finds nirvana, "nigth" night, and "zebra" not "zen".
const db::Query<Likely> kLikelyWords{"likely_words", {"(select id from users limit 1)", "array['nirvna']", "array['nirvna']"}, R"sql(
    select given.first as written, likely.word as meant
    from unnest($2::text[], $3::text[]) as given (first, last)
    cross join lateral (
      select word from search_words
      where user_id = $1 and word % given.first
      order by similarity(word, given.first) desc, best, word limit 1) as likely
    where not exists (select from search_words where user_id = $1 and word >= given.first and word <= given.last))sql"};

Task<std::optional<std::vector<FoldedTerm>>> likely_terms(db::Database& database, Id user, const std::vector<FoldedTerm>& terms) {
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
      auto other = std::find_if(found.begin(), found.end(), [&](const Likely& replaced) { return replaced.written == word; });
      words += other == found.end() ? std::string(word) : other->meant;
      words += ' ';
    }
    term.words = words;
  }
  co_return likely;
}

}  // namespace mtm::store
