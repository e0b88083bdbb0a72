#include "questions/likely_terms.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

#include "music/folding.hpp"
#include "music/trigrams.hpp"
#include "questions/search.hpp"

namespace mtm::questions {

using history::History;
using history::Standing;
using history::WordIndex;
using history::WordNo;
using music::Field;
using music::FoldedTerm;

namespace {

/// The place of the best of a word's tracks.
std::uint64_t best_place(const History& history, const WordIndex& index, WordNo word) {
  for (std::size_t standing = 0; standing < history::kStandings; ++standing) {
    auto tracks = index.tracks(word, static_cast<Standing>(standing));
    if (tracks.empty()) continue;
    std::uint64_t best = std::numeric_limits<std::uint64_t>::max();
    for (auto track : tracks) best = std::min(best, place(history, standing, track));
    return best;
  }
  return std::numeric_limits<std::uint64_t>::max();
}

/// The word of the library that is most like this one, if any is.
std::optional<WordNo> most_like(const History& history, const WordIndex& index, std::string_view word) {
  music::Likeness likeness(word);
  double highest = 0;
  std::vector<WordNo> most_alike;
  for (WordNo other = 0; other < index.size(); ++other) {
    auto alike = likeness.with(index.word(other));
    if (alike == 0 || alike < highest) continue;
    if (alike > highest) most_alike.clear();
    highest = alike;
    most_alike.push_back(other);
  }
  if (most_alike.empty()) return std::nullopt;
  return *std::min_element(most_alike.begin(), most_alike.end(), [&](WordNo a, WordNo b) {
    return std::tuple(best_place(history, index, a), a) < std::tuple(best_place(history, index, b), b);
  });
}

/// The same word with a letter for which a sign may stand taken out ("p nk" for "pink"), where a track has that.
std::optional<std::string> with_sign(const History& history, std::string_view word, bool may_go_on) {
  constexpr std::string_view kLetters = "aeilostu";  // P!nk, Ke$ha, A$AP
  for (std::size_t at = 1; at + 1 < word.size(); ++at) {
    if (kLetters.find(word[at]) == kLetters.npos) continue;
    std::string parts(word);
    parts[at] = ' ';
    FoldedTerm phrase{' ' + parts + ' ', Field::any, false, may_go_on};
    Search search{{phrase}, {}, {}};
    if (!questions::search(history, search).empty()) return parts;
  }
  return std::nullopt;
}

/// What is looked for instead of a word that the library does not have.
std::optional<std::string> instead_of(const History& history, const WordIndex& index, std::string_view word,
                                      bool may_go_on) {
  if (auto parts = with_sign(history, word, may_go_on)) return parts;
  if (auto other = most_like(history, index, word)) return std::string(index.word(*other));
  return std::nullopt;
}

}  // namespace

std::optional<std::vector<FoldedTerm>> likely_terms(const History& history, const std::vector<FoldedTerm>& terms) {
  const auto& index = history.words->of(*history.tracks);
  bool replaced = false;
  auto likely = terms;
  for (auto& term : likely) {
    if (term.excluded) continue;
    std::string others = " ";
    auto words = music::words_of(term.words);
    for (std::size_t i = 0; i < words.size(); ++i) {
      bool may_go_on = term.begins && i + 1 == words.size();
      std::optional<std::string> other;
      if (index.find(words[i], may_go_on).empty()) other = instead_of(history, index, words[i], may_go_on);
      if (other) replaced = true;
      others += other ? std::string_view(*other) : words[i];
      others += ' ';
    }
    term.words = std::move(others);
  }
  if (!replaced) return std::nullopt;
  return likely;
}

}  // namespace mtm::questions
