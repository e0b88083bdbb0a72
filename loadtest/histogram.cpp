#include "loadtest/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace mtm::loadtest {
namespace {

/// Values below 2 * kSteps have a bucket each; from there every power of two is cut into kSteps buckets.
constexpr int kStepBits = 7;
constexpr std::uint64_t kSteps = 1 << kStepBits;

}  // namespace

std::size_t Histogram::index_of(std::uint64_t value) {
  int shift = std::max(0, static_cast<int>(std::bit_width(value)) - (kStepBits + 1));
  return static_cast<std::size_t>(shift * kSteps + (value >> shift));
}

std::uint64_t Histogram::most_of(std::size_t index) {
  if (index < 2 * kSteps) return index;
  auto shift = index / kSteps - 1;
  auto step = index % kSteps + kSteps;
  return ((step + 1) << shift) - 1;
}

void Histogram::add(std::uint64_t value, std::uint64_t count) {
  auto index = index_of(value);
  if (index >= counts_.size()) counts_.resize(index + 1);
  counts_[index] += count;
  count_ += count;
  longest_ = std::max(longest_, value);
}

void Histogram::record(std::chrono::nanoseconds duration) {
  add(static_cast<std::uint64_t>(std::max<std::int64_t>(duration.count(), 0)), 1);
}

void Histogram::restore(Bucket bucket) { add(bucket.most, bucket.count); }

void Histogram::merge(const Histogram& other) {
  if (counts_.size() < other.counts_.size()) counts_.resize(other.counts_.size());
  for (std::size_t i = 0; i < other.counts_.size(); ++i) counts_[i] += other.counts_[i];
  count_ += other.count_;
  longest_ = std::max(longest_, other.longest_);
}

std::chrono::nanoseconds Histogram::percentile(double share) const {
  auto wanted = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_)));
  wanted = std::clamp<std::uint64_t>(wanted, 1, std::max<std::uint64_t>(count_, 1));
  std::uint64_t passed = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    passed += counts_[i];
    if (passed >= wanted) return std::chrono::nanoseconds(std::min(most_of(i), longest_));
  }
  return {};
}

std::vector<Histogram::Bucket> Histogram::buckets() const {
  std::vector<Bucket> buckets;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (counts_[i]) buckets.push_back({std::min(most_of(i), longest_), counts_[i]});
  }
  return buckets;
}

}  // namespace mtm::loadtest
