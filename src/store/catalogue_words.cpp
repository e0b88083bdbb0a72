#include "store/catalogue_words.hpp"

#include <fmt/format.h>

#include "music/folding.hpp"

namespace mtm::store {

namespace {

// PostgreSQL refuses longer words, and counts no places beyond.
constexpr std::size_t kLongestWord = 2'000;
constexpr int kLastPlace = 16'383;

/// Between the fields, so that no phrase reaches from one into the next.
constexpr int kGap = 2;

constexpr std::size_t kShortestBeginning = 3;  // bytes

constexpr int kTracksAtOnce = 2'000;

/// As both notations write a word. Words that are too long are cut, in what is found and in what is looked for alike.
std::string quoted(std::string_view word) {
  if (word.size() > kLongestWord) {
    auto end = kLongestWord;
    while (end > 0 && (word[end] & 0xC0) == 0x80) --end;  // not within a character
    word = word.substr(0, end);
  }
  std::string text = "'";
  for (char c : word) {
    if (c == '\'' || c == '\\') text += c;
    text += c;
  }
  return text += '\'';
}

std::string query_of(const music::FoldedTerm& term) {
  std::string_view labels;
  if (term.field == music::Field::artist) labels = "B";
  if (term.field == music::Field::album) labels = "C";
  auto words = music::words_of(term.words);
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    bool goes_on = term.begins && i + 1 == words.size();
    if (i > 0) text += " <-> ";
    text += quoted(words[i]);
    if (goes_on || !labels.empty()) text += ':';
    if (goes_on) text += '*';
    text += labels;
  }
  return words.size() > 1 ? "(" + text + ")" : text;
}

}  // namespace

std::string catalogue_words(std::string_view name, std::string_view artist, std::optional<std::string_view> album) {
  std::string text;
  int place = 0;
  auto add = [&](std::string_view field, char weight) {
    auto folded = music::folded(field);
    for (auto word : music::words_of(folded)) {
      place = std::min(place + 1, kLastPlace);
      text += fmt::format("{}:{}{} ", quoted(word), place, weight);
    }
    place += kGap;
  };
  add(name, 'A');
  add(artist, 'B');
  if (album) add(*album, 'C');
  return text;
}

std::vector<music::FoldedTerm> catalogue_terms(std::vector<music::FoldedTerm> terms) {
  for (auto& term : terms) {
    auto words = music::words_of(term.words);
    if (!words.empty() && words.back().size() < kShortestBeginning) term.begins = false;
  }
  return terms;
}

std::string catalogue_query(const std::vector<music::FoldedTerm>& terms) {
  std::string wanted, unwanted;
  for (const auto& term : terms) {
    auto query = query_of(term);
    if (query.empty()) continue;
    if (term.excluded)
      unwanted += " & !" + query;
    else
      wanted += (wanted.empty() ? "" : " & ") + query;
  }
  return wanted.empty() ? wanted : wanted + unwanted;
}

std::int64_t fold_catalogue(db::BlockingConnection& database) {
  std::int64_t folded = 0;
  auto some_left = [&] {
    return database.one<bool>("select exists (select from tracks where words_version < $1 and name is not null)",
                              std::int64_t(music::kFoldingVersion));
  };
  while (some_left()) {
    database.begin();
    // What somebody else holds is folded by them.
    auto rows = database.run(
        "select tracks.id, tracks.name, artists.name, tracks.album_name from tracks join artists on artists.id = "
        "tracks.artist_id where words_version < $1 and tracks.name is not null order by words_version, tracks.id "
        "limit $2::int for no key update of tracks skip locked",
        std::int64_t(music::kFoldingVersion), std::int64_t(kTracksAtOnce));
    std::vector<std::int64_t> ids;
    std::vector<std::string> words;
    for (int row = 0; row < rows.rows(); ++row) {
      std::optional<std::string_view> album;
      if (!rows.null(row, 3)) album = rows.text(row, 3);
      db::read_column(rows, row, 0, ids.emplace_back());
      words.push_back(catalogue_words(rows.text(row, 1), rows.text(row, 2), album));
    }
    database.run(
        "update tracks set words = given.words::tsvector, words_version = $3 from unnest($1::bigint[], $2::text[]) as "
        "given (id, words) where tracks.id = given.id",
        ids, words, std::int64_t(music::kFoldingVersion));
    database.run("commit");
    folded += rows.rows();
    if (rows.rows() == 0) break;
  }
  return folded;
}

}  // namespace mtm::store
