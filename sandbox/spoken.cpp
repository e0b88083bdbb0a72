#include "sandbox/spoken.hpp"

#include <fmt/format.h>

#include <string_view>

#include "sandbox/spotify_id.hpp"
#include "sandbox/words.hpp"

namespace mtm::sandbox {
namespace {

using std::chrono::days;

constexpr std::uint64_t kShowStream = 31, kEpisodeStream = 32, kChapterStream = 33;

struct Show {
  std::string_view name;
  int from_days_ago, until_days_ago;  // before the last day
  int every;                          // days
  double devotion;                    // how likely a way to work is spent with a new episode
  int minutes;
};
constexpr Show kShows[] = {{"The Slow Tram", 3100, 0, 7, 0.75, 34},
                           {"Half Past News", 2700, 400, 1, 0.55, 12},
                           {"Rooms with Records", 1500, 0, 7, 0.75, 48}};
constexpr int kStale = 3;  // episodes: what is older is never caught up with

struct Book {
  std::string_view title;
  int from_days_ago;
  int chapters;
};
constexpr Book kBooks[] = {{"The Lighthouse Inventory", 1420, 38}, {"A Short History of Waiting", 320, 24}};
constexpr int kDaysForABook = 70;

}  // namespace

Spoken::Spoken(std::uint64_t seed, std::chrono::sys_days last)
    : seed_(seed), last_(last), following_(std::size(kShows)), next_chapters_(std::size(kBooks)) {}

int Spoken::length_of(std::size_t show, int episode) const {
  Random random(mix(mix(seed_, kShows[show].name), static_cast<std::uint64_t>(episode)));
  return static_cast<int>(random.bell(kShows[show].minutes, kShows[show].minutes * 0.15) * 60'000);
}

std::optional<Piece<Episode>> Spoken::episode(Random& random, std::chrono::sys_seconds time) {
  for (std::size_t number = 0; number < following_.size(); ++number) {
    const Show& show = kShows[number];
    auto& [next, heard_ms] = following_[number];
    auto since = (std::chrono::floor<days>(time) - (last_ - days(show.from_days_ago))).count();
    bool wanted = random.chance(heard_ms > 0 ? 0.85 : show.devotion);
    if (since < 0 || time > last_ - days(show.until_days_ago)) continue;
    int newest = static_cast<int>(since) / show.every;
    if (next < newest - kStale) {
      next = newest;
      heard_ms = 0;
    }
    if (!wanted || next > newest) continue;
    Piece<Episode> piece;
    auto title =
        Random(mix(mix(seed_, show.name), static_cast<std::uint64_t>(next) + 100'000)).pick(english::sentences);
    auto id = spotify_id(mix(mix(seed_, kEpisodeStream), show.name), static_cast<std::uint64_t>(next));
    piece.what = {fmt::format("#{} {}", next + 1, title), std::string(show.name), std::move(id)};
    int rest = length_of(number, next) - heard_ms;
    piece.to_the_end = rest < 900'000 || random.chance(0.45);
    piece.duration_ms = piece.to_the_end ? rest : random.between(rest / 4, rest * 3 / 4);
    heard_ms = piece.to_the_end ? 0 : heard_ms + piece.duration_ms;
    if (piece.to_the_end) ++next;
    return piece;
  }
  return {};
}

std::optional<Piece<Chapter>> Spoken::chapter(Random& random, std::chrono::sys_seconds time) {
  for (std::size_t number = 0; number < next_chapters_.size(); ++number) {
    const Book& book = kBooks[number];
    auto begin = last_ - days(book.from_days_ago);
    int& next = next_chapters_[number];
    if (time < begin || time >= begin + days(kDaysForABook) || next == book.chapters) continue;
    Piece<Chapter> piece;
    piece.to_the_end = random.chance(0.85);
    int whole = random.between(900'000, 1'700'000);
    piece.duration_ms = piece.to_the_end ? whole : random.between(60'000, whole);
    auto own = mix(mix(seed_, kChapterStream), book.title);
    piece.what = {fmt::format("Chapter {}", next + 1), spotify_id(own, static_cast<std::uint64_t>(next)),
                  std::string(book.title), spotify_id(own, kShowStream << 32)};
    if (piece.to_the_end) ++next;
    return piece;
  }
  return {};
}

}  // namespace mtm::sandbox
