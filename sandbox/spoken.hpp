// What the demo person listens to apart from music: shows with a new episode every few days, and audiobooks.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/random.hpp"

namespace mtm::sandbox {

struct Episode {
  std::string name, show, id;
};

struct Chapter {
  std::string title, id, book, book_id;
};

/// A piece of an episode or a chapter that is listened to at one go.
template <class What>
struct Piece {
  What what;
  int duration_ms = 0;
  bool to_the_end = false;
};

class Spoken {
 public:
  /// Of somebody whose last day is `last`.
  Spoken(std::uint64_t seed, std::chrono::sys_days last);

  /// What they go on with on their way to work: the newest episode of a show, or the rest of one. Times of calls don't
  /// decrease.
  std::optional<Piece<Episode>> episode(Random& random, std::chrono::sys_seconds time);
  /// The next chapter of the book that they are in at that time.
  std::optional<Piece<Chapter>> chapter(Random& random, std::chrono::sys_seconds time);

 private:
  struct Following {
    int next = 0;      // episode
    int heard_ms = 0;  // of it
  };

  int length_of(std::size_t show, int episode) const;

  std::uint64_t seed_;
  std::chrono::sys_days last_;
  std::vector<Following> following_;  // by show
  std::vector<int> next_chapters_;    // by book
};

}  // namespace mtm::sandbox
