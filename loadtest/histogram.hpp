// How long things took, kept so that every percentile can be told afterwards: counts in buckets that grow with the
// value, each at most 1/128 as wide as what it holds, from a nanosecond to centuries (the idea of HdrHistogram).
#pragma once
#include <chrono>
#include <cstdint>
#include <vector>

namespace mtm::loadtest {

class Histogram {
 public:
  struct Bucket {
    std::uint64_t most;  // the longest duration in it, in nanoseconds
    std::uint64_t count;
  };

  /// Less than nothing counts as nothing.
  void record(std::chrono::nanoseconds duration);
  void merge(const Histogram& other);

  std::uint64_t count() const { return count_; }
  /// The shortest duration that `share` (0 to 1) of all are not longer than, up to the width of a bucket; 0 when empty.
  std::chrono::nanoseconds percentile(double share) const;
  std::chrono::nanoseconds longest() const { return std::chrono::nanoseconds(longest_); }

  /// The buckets that hold something, for handing them to another process; restore() takes them there.
  std::vector<Bucket> buckets() const;
  void restore(Bucket bucket);

 private:
  static std::size_t index_of(std::uint64_t value);
  static std::uint64_t most_of(std::size_t index);
  void add(std::uint64_t value, std::uint64_t count);

  std::vector<std::uint64_t> counts_;  // as far as the longest needs
  std::uint64_t count_ = 0;
  std::uint64_t longest_ = 0;
};

}  // namespace mtm::loadtest
