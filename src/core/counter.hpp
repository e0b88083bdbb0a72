// Numbers that one thread changes and any thread may read: for the writer a plain addition, no lock and no fence.
#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace mtm {

class Counter {
 public:
  Counter() = default;
  Counter(const Counter& other) : value_(other.value()) {}
  Counter& operator=(const Counter& other) {
    set(other.value());
    return *this;
  }

  void add(std::int64_t more = 1) { set(value() + more); }
  void set(std::int64_t value) { value_.store(value, std::memory_order_relaxed); }
  std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_ = 0;
};

/// Counts one up for as long as it lives.
class Counted {
 public:
  explicit Counted(Counter& counter) : counter_(counter) { counter_.add(1); }
  ~Counted() { counter_.add(-1); }
  Counted(const Counted&) = delete;

 private:
  Counter& counter_;
};

/// How often which durations came up, between fixed bounds.
class Durations {
 public:
  /// In microseconds; a longer one is counted behind the last.
  static constexpr std::array<std::int64_t, 14> kBounds{
      100, 250, 500, 1'000, 2'500, 5'000, 10'000, 25'000, 50'000, 100'000, 250'000, 1'000'000, 2'500'000, 10'000'000};

  void add(std::chrono::microseconds duration) {
    std::size_t bucket = 0;
    while (bucket < kBounds.size() && duration.count() > kBounds[bucket]) ++bucket;
    counts_[bucket].add();
    sum_.add(duration.count());
  }

  /// Not counted up: how many fell between the bound before and this one; the last is what was longer than all.
  std::int64_t in_bucket(std::size_t bucket) const { return counts_[bucket].value(); }
  std::int64_t sum_in_microseconds() const { return sum_.value(); }

 private:
  std::array<Counter, kBounds.size() + 1> counts_;
  Counter sum_;
};

}  // namespace mtm
