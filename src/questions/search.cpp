#include "questions/search.hpp"

#include <algorithm>
#include <numeric>

#include "core/time_zone.hpp"
#include "music/folding.hpp"
#include "questions/best.hpp"

namespace mtm::questions {

using history::Feature;
using history::History;
using history::Standing;
using history::TrackNo;
using history::Tracks;
using history::WordIndex;
using history::WordRange;
using music::Field;
using music::FoldedTerm;

std::uint64_t place(const History& history, std::uint64_t rank, TrackNo track) {
  std::uint64_t fewer_plays = ~history.counts->plays[track];
  auto unpopular = static_cast<std::uint64_t>(100 - history.tracks->popularities[track]);
  return rank << 40 | fewer_plays << 8 | unpopular;
}

namespace {

/// By number: whether a track is among some.
using TrackSet = std::vector<bool>;

struct Found {
  std::uint64_t place;
  TrackNo track;
};

/// The best of them, best first.
void keep_best(std::vector<Found>& found, std::size_t most, const Tracks& tracks) {
  keep_first(found, most, [&](const Found& one) { return std::pair(one.place, tracks.ids[one.track]); });
}

/// What to look up for the words of a term.
std::vector<WordRange> words_wanted(const WordIndex& index, const FoldedTerm& term) {
  std::vector<WordRange> wanted;
  auto words = music::words_of(term.words);
  for (std::size_t i = 0; i < words.size(); ++i)
    wanted.push_back(index.find(words[i], term.begins && i + 1 == words.size()));
  return wanted;
}

// One word, wherever it stands, and nothing else: the most frequent kind of search. The tracks of a word are grouped by
// where it stands, so what is found in the best groups is the answer.
std::vector<TrackNo> tracks_with_word(const History& history, const WordIndex& index, std::string_view word,
                                      bool may_go_on) {
  auto range = index.find(word, may_go_on);
  WordRange itself = index.exactly(word);
  WordRange begun{itself.empty() ? range.begin : itself.end, range.end};
  std::vector<TrackNo> best;
  TrackSet met(history.tracks->size());
  std::vector<Found> group;
  auto take = [&](WordRange words, Standing standing) {
    group.clear();
    for (auto number = words.begin; number < words.end; ++number) {
      for (auto track : index.tracks(number, standing)) {
        if (met[track]) continue;
        met[track] = true;
        group.push_back({place(history, 0, track), track});
      }
    }
    keep_best(group, kMostFound - best.size(), *history.tracks);
    for (auto found : group) best.push_back(found.track);
  };
  for (std::size_t standing = 0; standing < history::kStandings && best.size() < kMostFound; ++standing) {
    take(itself, static_cast<Standing>(standing));
    take(begun, static_cast<Standing>(standing));
  }
  return best;
}

/// The tracks that have any of the words, each once.
std::vector<TrackNo> tracks_with_any(const WordIndex& index, WordRange words, std::size_t all) {
  auto entries = index.all_tracks(words);
  std::vector<TrackNo> tracks;
  tracks.reserve(entries.size());
  TrackSet met(all);
  for (auto track : entries) {
    if (!met[track]) tracks.push_back(track);
    met[track] = true;
  }
  return tracks;
}

TrackSet set_with_any(const WordIndex& index, WordRange words, std::size_t all) {
  TrackSet set(all);
  for (auto track : index.all_tracks(words)) set[track] = true;
  return set;
}

/// Tracks that have all the words that are wanted somewhere, beginning with those of the rarest word.
std::vector<TrackNo> tracks_with_all(const WordIndex& index, const std::vector<FoldedTerm>& terms, std::size_t all) {
  std::vector<WordRange> wanted;
  for (const auto& term : terms) {
    if (term.excluded) continue;
    auto words = words_wanted(index, term);
    wanted.insert(wanted.end(), words.begin(), words.end());
  }
  std::vector<TrackNo> tracks;
  if (wanted.empty()) {
    tracks.resize(all);
    std::iota(tracks.begin(), tracks.end(), TrackNo{0});
    return tracks;
  }
  std::sort(wanted.begin(), wanted.end(), [&](WordRange a, WordRange b) { return index.count(a) < index.count(b); });
  tracks = tracks_with_any(index, wanted.front(), all);
  for (std::size_t i = 1; i < wanted.size(); ++i) {
    // To note so many takes longer than to compare the texts of the few that are left.
    constexpr std::size_t kEntriesForAText = 64;
    if (index.count(wanted[i]) > tracks.size() * kEntriesForAText) break;
    auto also = set_with_any(index, wanted[i], all);
    std::erase_if(tracks, [&](TrackNo track) { return !also[track]; });
  }
  return tracks;
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

/// How well words stand in a text: as it was asked, or with a last word that only begins so.
enum class Fit { nowhere, begun, exact };

Fit fit_of(std::string_view text, const FoldedTerm& term) {
  if (!has(text, pattern(term))) return Fit::nowhere;
  return !term.begins || has(text, term.words) ? Fit::exact : Fit::begun;
}

/// The same for a text that is nothing else.
Fit whole_fit_of(std::string_view text, const FoldedTerm& term) {
  if (text == term.words) return Fit::exact;
  if (!term.begins || !text.starts_with(pattern(term))) return Fit::nowhere;
  return text.find(' ', pattern(term).size()) == text.size() - 1 ? Fit::begun : Fit::nowhere;
}

/// Where words stand, as the numbers that search.hpp orders by; smaller is better.
std::uint64_t rank(std::size_t standing, std::size_t fields, Fit fit) {
  return standing << 7 | fields << 1 | (fit == Fit::begun ? 1 : 0);
}
static_assert(2 * 16 < 1 << 6, "sixteen terms, each worth 0 (title), 1 (artist) or 2 (album)");

/// Compares the texts of one track with a search.
class Comparison {
 public:
  Comparison(const Tracks& tracks, const std::vector<FoldedTerm>& terms)
      : tracks_(tracks), terms_(terms), phrase_(music::as_one_phrase(terms)) {}

  /// Nothing when it lacks something.
  std::optional<std::uint64_t> rank_of(TrackNo track) const {
    for (const auto& term : terms_)
      if (!term.excluded && term.field != Field::any && !stands(term, track)) return std::nullopt;
    if (phrase_.words == " ") return 0;
    if (auto found = rank_of_phrase(title(track), Standing::whole_title)) return found;
    if (auto found = rank_of_phrase(artist(track), Standing::whole_artist)) return found;
    return rank_of_words(track);
  }

  /// Whether the term stands in a field where it may.
  bool stands(const FoldedTerm& term, TrackNo track) const {
    auto part = pattern(term);
    if (term.field == Field::artist) return has(artist(track), part);
    if (term.field == Field::album) return has(album(track), part);
    return has(title(track), part) || has(artist(track), part) || has(album(track), part);
  }

 private:
  /// All words side by side in a field whose whole is as good as `whole`.
  std::optional<std::uint64_t> rank_of_phrase(std::string_view text, Standing whole) const {
    auto standing = static_cast<std::size_t>(whole);
    auto fit = fit_of(text, phrase_);
    if (fit == Fit::nowhere) return std::nullopt;
    if (auto whole_fit = whole_fit_of(text, phrase_); whole_fit != Fit::nowhere) return rank(standing, 0, whole_fit);
    return rank(standing + 1, 0, fit);
  }

  /// Each term for itself.
  std::optional<std::uint64_t> rank_of_words(TrackNo track) const {
    std::size_t fields = 0;
    auto fit = Fit::exact;
    for (const auto& term : terms_) {
      if (term.excluded || term.field != Field::any) continue;
      std::size_t field = 0;
      auto here = Fit::nowhere;
      for (auto text : {title(track), artist(track), album(track)}) {
        here = fit_of(text, term);
        if (here != Fit::nowhere) break;
        ++field;
      }
      if (here == Fit::nowhere) return std::nullopt;
      if (here == Fit::begun) fit = Fit::begun;
      fields += field;
    }
    return rank(static_cast<std::size_t>(Standing::album), fields, fit);
  }

  std::string_view title(TrackNo track) const { return tracks_.text(tracks_.folded_names[track]); }
  std::string_view artist(TrackNo track) const {
    return tracks_.text(tracks_.folded_artist_names[tracks_.artists[track]]);
  }
  std::string_view album(TrackNo track) const {
    auto number = tracks_.albums[track];
    return number == history::kNone ? std::string_view() : tracks_.text(tracks_.folded_album_names[number]);
  }

  const Tracks& tracks_;
  const std::vector<FoldedTerm>& terms_;
  FoldedTerm phrase_;
};

void keep_years(std::vector<TrackNo>& found, const Tracks& tracks, music::Between<int> years) {
  if (years.least > years.most) return found.clear();
  auto begin = first_day(years.least), end = first_day(years.most + 1);
  std::erase_if(found, [&](TrackNo track) {
    auto day = tracks.release_days[track];
    return day == history::kNoDay || day < begin || day >= end;
  });
}

void keep_energies(std::vector<TrackNo>& found, const Tracks& tracks, music::Between<float> energy) {
  const auto& energies = tracks.feature(Feature::energy);
  std::erase_if(found, [&](TrackNo track) {
    return !(energies[track] >= energy.least && energies[track] <= energy.most);  // what is unknown is not between
  });
}

/// Takes out what has what is not wanted.
void leave_out(std::vector<TrackNo>& found, const WordIndex& index, const FoldedTerm& unwanted, const Comparison& texts,
               std::size_t all) {
  auto words = words_wanted(index, unwanted);
  auto rarest = *std::min_element(words.begin(), words.end(),
                                  [&](WordRange a, WordRange b) { return index.count(a) < index.count(b); });
  auto may_have = set_with_any(index, rarest, all);
  bool word_is_enough = words.size() == 1 && unwanted.field == Field::any;
  std::erase_if(found,
                [&](TrackNo track) { return may_have[track] && (word_is_enough || texts.stands(unwanted, track)); });
}

/// One word, wherever it stands, and nothing else.
bool is_one_word(const Search& search) {
  if (search.terms.size() != 1 || search.years || search.energy) return false;
  const auto& term = search.terms.front();
  return term.field == Field::any && !term.excluded && music::words_of(term.words).size() == 1;
}

/// All that have everything, in no order.
std::vector<Found> all_found(const History& history, const WordIndex& index, const Search& search) {
  const auto& tracks = *history.tracks;
  auto candidates = tracks_with_all(index, search.terms, tracks.size());
  if (search.years) keep_years(candidates, tracks, *search.years);
  if (search.energy) keep_energies(candidates, tracks, *search.energy);
  Comparison texts(tracks, search.terms);
  for (const auto& term : search.terms)
    if (term.excluded) leave_out(candidates, index, term, texts, tracks.size());
  std::vector<Found> found;
  for (auto track : candidates)
    if (auto rank = texts.rank_of(track)) found.push_back({place(history, *rank, track), track});
  return found;
}

}  // namespace

std::vector<TrackNo> matching(const History& history, const Search& search) {
  std::vector<TrackNo> tracks;
  for (auto found : all_found(history, history.words->of(*history.tracks), search)) tracks.push_back(found.track);
  return tracks;
}

std::vector<TrackNo> search(const History& history, const Search& search) {
  const auto& tracks = *history.tracks;
  const auto& index = history.words->of(tracks);
  if (is_one_word(search)) {
    const auto& term = search.terms.front();
    return tracks_with_word(history, index, music::words_of(term.words).front(), term.begins);
  }
  auto found = all_found(history, index, search);
  keep_best(found, kMostFound, tracks);
  std::vector<TrackNo> best;
  for (auto each : found) best.push_back(each.track);
  return best;
}

}  // namespace mtm::questions
