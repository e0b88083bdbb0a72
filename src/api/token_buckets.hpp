// Token buckets for as many keys as come, in a memory that never grows, shared by all threads without a lock.
//
// A bucket is one number: the time at which it would be full again. A request moves that time on by the price of a
// token; when it would lie further ahead than a full bucket's worth, the request is one too many. A bucket whose time
// has passed is full and says nothing any more, so its place may be given to another key: only when every place of a
// key's set is in use does the fullest of them lose its memory, in its owner's favour.
#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>

namespace mtm::api {

/// `burst` tokens at once, and one more every `price`.
struct Rate {
  std::chrono::nanoseconds price;
  std::int64_t burst;
};

struct Taken {
  bool granted = true;
  std::int64_t left = 0;                      // tokens
  std::chrono::nanoseconds full_in{0};        // until the bucket is full again
  std::chrono::nanoseconds next_token_in{0};  // when it was not granted
};

class TokenBuckets {
 public:
  /// `sets` is a power of two; each has four places in one line of the processor's cache.
  explicit TokenBuckets(std::size_t sets = 16 * 1024);

  /// `now` counts from any fixed point and never goes back.
  Taken take(std::uint64_t key, const Rate& rate, std::chrono::nanoseconds now);

  std::size_t bytes() const { return sets_ * sizeof(Set); }

 private:
  struct Place {
    std::atomic<std::uint64_t> key = 0;
    std::atomic<std::int64_t> full_at = 0;
  };
  struct alignas(64) Set {
    std::array<Place, 4> places;
  };

  Place& place_of(std::uint64_t key, std::int64_t now);

  std::size_t sets_;
  std::uint64_t seed_;  // so that nobody can work out whose set is whose
  std::unique_ptr<Set[]> table_;
};

}  // namespace mtm::api
