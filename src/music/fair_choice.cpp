#include "music/fair_choice.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <queue>
#include <unordered_map>

namespace mtm::music {

namespace {

using Numbers = std::vector<std::size_t>;

class Choosing {
 public:
  Choosing(std::span<const FairCandidate> candidates, std::size_t most) : candidates_(candidates), most_(most) {}

  Numbers all() {
    Numbers left(candidates_.size());
    std::iota(left.begin(), left.end(), std::size_t{0});
    for (int more = 0; !done() && !left.empty(); ++more) left = choose(left, more);
    std::sort(chosen_.begin(), chosen_.end());
    return std::move(chosen_);
  }

 private:
  /// What a part has left, best first.
  struct Part {
    Numbers numbers;
    std::size_t next = 0;

    bool empty() const { return next == numbers.size(); }
    std::size_t best() const { return numbers[next]; }
  };

  bool done() const { return chosen_.size() == most_; }

  /// Rounds until enough are chosen, or only such are left, in their order, as albums and artists have no room for.
  Numbers choose(const Numbers& left, int more) {
    std::map<std::int32_t, Part> parts;
    for (auto number : left) parts[candidates_[number].part].numbers.push_back(number);
    Numbers without_room;
    for (bool any = true; any && !done();) any = round(parts, more, without_room);
    std::sort(without_room.begin(), without_room.end());
    return without_room;
  }

  /// Whether any was chosen.
  bool round(std::map<std::int32_t, Part>& parts, int more, Numbers& without_room) {
    auto behind = [](const Part* a, const Part* b) { return a->best() > b->best(); };
    std::priority_queue<Part*, std::vector<Part*>, decltype(behind)> waiting(behind);
    for (auto& [_, part] : parts)
      if (!part.empty()) waiting.push(&part);
    auto before = chosen_.size();
    while (!waiting.empty() && !done()) {
      auto* part = waiting.top();
      waiting.pop();
      auto number = part->best();
      ++part->next;
      if (take(number, more)) continue;  // the part has given its one
      without_room.push_back(number);
      if (!part->empty()) waiting.push(part);
    }
    return chosen_.size() > before;
  }

  bool take(std::size_t number, int more) {
    const auto& candidate = candidates_[number];
    auto& of_artist = artists_[candidate.artist];
    if (of_artist >= kMostOfArtist + more) return false;
    if (candidate.album) {
      auto& of_album = albums_[*candidate.album];
      if (of_album >= kMostOfAlbum + more) return false;
      ++of_album;
    }
    ++of_artist;
    chosen_.push_back(number);
    return true;
  }

  std::span<const FairCandidate> candidates_;
  std::size_t most_;
  Numbers chosen_;
  std::unordered_map<std::uint32_t, int> albums_, artists_;
};

}  // namespace

std::vector<std::size_t> fair_choice(std::span<const FairCandidate> candidates, std::size_t most) {
  return Choosing(candidates, most).all();
}

}  // namespace mtm::music
