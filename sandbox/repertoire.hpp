// Which songs the demo person plays at a time: what the top lists of that week have, the artist of those months, and
// what the season asks for.
#pragma once
#include <optional>
#include <vector>

#include "sandbox/person.hpp"
#include "sandbox/random.hpp"
#include "sandbox/taste.hpp"
#include "sandbox/top_lists.hpp"

namespace mtm::sandbox {

/// Months in which one artist is played again and again, and hardly ever afterwards.
struct ArtistPhase {
  std::uint32_t artist = 0;
  std::chrono::sys_seconds begin, end;
};

class Repertoire {
 public:
  /// The person must have their likes, and stay.
  Repertoire(const Catalogue& catalogue, const Person& person, std::chrono::sys_seconds today);

  /// A song that was out by then. Times of calls don't decrease.
  std::uint32_t song(Random& random, std::chrono::sys_seconds time);
  /// A song that is in this week's lists.
  std::uint32_t favourite(Random& random, std::chrono::sys_seconds time);

  const std::vector<ArtistPhase>& phases() const { return phases_; }
  /// The phase of those months, if it is one of them.
  const ArtistPhase* phase_at(std::chrono::sys_seconds time) const;
  /// Loved for two years and not played once since.
  const ArtistPhase& forgotten() const { return forgotten_; }

 private:
  std::chrono::sys_seconds out(std::uint32_t track) const;
  bool by(std::uint32_t track, std::uint32_t artist) const;
  bool given_up(Random& random, std::uint32_t track, std::chrono::sys_seconds time) const;
  std::optional<std::uint32_t> out_by_then(Random& random, const std::vector<std::uint32_t>& tracks,
                                           std::chrono::sys_seconds time, double steepness) const;
  std::optional<std::uint32_t> some_song(Random& random, std::chrono::sys_seconds time);
  std::uint32_t discovery(Random& random, std::chrono::sys_seconds time) const;
  void look_up_lists(std::chrono::sys_seconds time);
  ArtistPhase choose_forgotten() const;
  void choose_phases();

  const Catalogue& catalogue_;
  const Person& person_;
  std::chrono::sys_seconds today_, begin_;
  TopLists lists_;
  Taste taste_;
  std::vector<std::uint32_t> december_, summer_;  // songs of the season, by their titles
  ArtistPhase forgotten_;
  std::vector<ArtistPhase> phases_;  // in order, apart from each other
  std::int64_t week_ = -1;           // of the lists below
  std::vector<std::uint32_t> favourites_[3];
};

}  // namespace mtm::sandbox
