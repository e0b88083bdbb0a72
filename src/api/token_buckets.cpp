#include "api/token_buckets.hpp"

#include <random>

namespace mtm::api {
namespace {

/// Spreads a number over all 64 bits (the finalizer of MurmurHash3, a public formula).
std::uint64_t mixed(std::uint64_t number) {
  number = (number ^ number >> 33) * 0xff51afd7ed558ccdULL;
  number = (number ^ number >> 33) * 0xc4ceb9fe1a85ec53ULL;
  return number ^ number >> 33;
}

}  // namespace

TokenBuckets::TokenBuckets(std::size_t sets)
    : sets_(sets),
      seed_((std::uint64_t(std::random_device{}()) << 32) | std::random_device{}()),
      table_(std::make_unique<Set[]>(sets)) {}

TokenBuckets::Place& TokenBuckets::place_of(std::uint64_t key, std::int64_t now) {
  auto& places = table_[key & (sets_ - 1)].places;
  for (;;) {
    Place* free = nullptr;
    for (auto& place : places) {
      if (place.key.load(std::memory_order_relaxed) == key) return place;
      auto full_at = place.full_at.load(std::memory_order_relaxed);
      if (!free || full_at < free->full_at.load(std::memory_order_relaxed)) free = &place;
    }
    auto former = free->key.load(std::memory_order_relaxed);
    // Another thread may be giving this place away as well: one of the two looks again.
    if (former == key || !free->key.compare_exchange_strong(former, key, std::memory_order_relaxed)) continue;
    free->full_at.store(now, std::memory_order_relaxed);
    return *free;
  }
}

Taken TokenBuckets::take(std::uint64_t key, const Rate& rate, std::chrono::nanoseconds now) {
  key = mixed(key ^ seed_) | 1;  // 0 is an empty place
  auto price = rate.price.count();
  auto whole = price * rate.burst;
  auto& full_at = place_of(key, now.count()).full_at;
  auto before = full_at.load(std::memory_order_relaxed);
  for (;;) {
    auto start = std::max<std::int64_t>(before, now.count());
    auto after = start + price;
    if (after - now.count() > whole)
      return {false, 0, std::chrono::nanoseconds(start - now.count()),
              std::chrono::nanoseconds(after - now.count() - whole)};
    if (full_at.compare_exchange_weak(before, after, std::memory_order_relaxed))
      return {true, (whole - (after - now.count())) / price, std::chrono::nanoseconds(after - now.count()), {}};
  }
}

}  // namespace mtm::api
