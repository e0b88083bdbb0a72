#include "music/search_terms.hpp"

#include <algorithm>

namespace mtm::music {

namespace {

bool matches(const std::vector<std::string_view>& words, std::size_t at, const std::vector<std::string_view>& wanted,
             bool begins) {
  if (wanted.empty() || at + wanted.size() > words.size()) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    bool may_go_on = begins && i + 1 == wanted.size();
    if (may_go_on ? !words[at + i].starts_with(wanted[i]) : words[at + i] != wanted[i]) return false;
  }
  return true;
}

}  // namespace

std::vector<FoldedTerm> folded_terms(const SearchQuery& query) {
  std::vector<FoldedTerm> terms;
  for (const auto& term : query.terms) {
    auto words = folded(term.text);
    if (!words_of(words).empty()) terms.push_back({std::move(words), term.field, term.excluded, term.begins});
  }
  auto has_letters = [](const FoldedTerm& term) { return !term.excluded && !is_signs(term.words); };
  if (std::any_of(terms.begin(), terms.end(), has_letters))
    std::erase_if(terms, [](const FoldedTerm& term) { return is_signs(term.words); });
  return terms;
}

std::string_view pattern(const FoldedTerm& term) {
  return std::string_view(term.words).substr(0, term.words.size() - (term.begins ? 1 : 0));
}

FoldedTerm as_one_phrase(const std::vector<FoldedTerm>& terms) {
  FoldedTerm phrase{" "};
  for (const auto& term : terms) {
    if (term.field != Field::any || term.excluded) continue;
    phrase.words += term.words.substr(1);
    phrase.begins = term.begins;  // only the last one may
  }
  return phrase;
}

std::vector<Stretch> marks(std::string_view name, std::string_view folded, Field field,
                           const std::vector<FoldedTerm>& terms) {
  std::vector<Stretch> marked;
  // Most fields of most results have none of the words, which is quickly seen.
  auto may_stand = [&](const FoldedTerm& term) {
    return !term.excluded && (term.field == Field::any || term.field == field) &&
           folded.find(pattern(term)) != folded.npos;
  };
  if (std::none_of(terms.begin(), terms.end(), may_stand)) return marked;
  auto words = words_of(folded);
  auto places = written_words(name);
  if (words.size() != places.size()) return marked;
  std::vector<bool> hit(words.size());
  for (const auto& term : terms) {
    if (!may_stand(term)) continue;
    auto wanted = words_of(term.words);
    for (std::size_t at = 0; at < words.size(); ++at) {
      if (!matches(words, at, wanted, term.begins)) continue;
      for (std::size_t i = 0; i < wanted.size(); ++i) hit[at + i] = true;
    }
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!hit[i]) continue;
    if (!marked.empty() && places[i].begin <= marked.back().end)
      marked.back().end = places[i].end;
    else
      marked.push_back(places[i]);
  }
  return marked;
}

}  // namespace mtm::music
