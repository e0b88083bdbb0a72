#include "api/token_buckets.hpp"

#include <catch2/catch.hpp>

#include <thread>
#include <vector>

using namespace mtm::api;
using namespace std::chrono_literals;

namespace {

constexpr Rate kTenASecond{100ms, 5};  // five at once
constexpr auto kNow = std::chrono::nanoseconds(1h);

int granted(TokenBuckets& buckets, std::uint64_t key, std::chrono::nanoseconds now, int tries = 100) {
  int count = 0;
  for (int i = 0; i < tries; ++i) count += buckets.take(key, kTenASecond, now).granted;
  return count;
}

}  // namespace

TEST_CASE("a bucket gives its burst at once, then one token for each price of time") {
  TokenBuckets buckets(16);
  CHECK(granted(buckets, 7, kNow) == 5);
  CHECK(granted(buckets, 7, kNow + 99ms) == 0);
  CHECK(granted(buckets, 7, kNow + 100ms) == 1);
  CHECK(granted(buckets, 7, kNow + 400ms) == 3);
  CHECK(granted(buckets, 7, kNow + 1h) == 5);  // full again, and no fuller
}

TEST_CASE("a bucket says what is left, when it is full again, and when the next token comes") {
  TokenBuckets buckets(16);
  auto first = buckets.take(1, kTenASecond, kNow);
  CHECK(first.left == 4);
  CHECK(first.full_in == 100ms);
  granted(buckets, 1, kNow, 4);
  auto refused = buckets.take(1, kTenASecond, kNow + 30ms);
  CHECK_FALSE(refused.granted);
  CHECK(refused.next_token_in == 70ms);
}

TEST_CASE("one key's requests take nothing from another's") {
  TokenBuckets buckets;
  CHECK(granted(buckets, 1, kNow) == 5);
  CHECK(granted(buckets, 2, kNow) == 5);
}

TEST_CASE("a million keys need no more memory than one, and most keep their own count") {
  TokenBuckets buckets;
  auto bytes = buckets.bytes();
  for (std::uint64_t key = 1; key <= 1'000'000; ++key)
    buckets.take(key, kTenASecond, kNow + std::chrono::microseconds(key));
  CHECK(buckets.bytes() == bytes);
  CHECK(bytes <= 1024 * 1024);
  // Somebody who asks all the time keeps the bucket however many strangers come by, once theirs are full again.
  auto later = kNow + 1h;
  CHECK(granted(buckets, 5, later) == 5);
  for (std::uint64_t key = 2'000'000; key < 2'010'000; ++key) buckets.take(key, kTenASecond, later);
  CHECK(granted(buckets, 5, later) == 0);
}

TEST_CASE("threads that ask for one key at once are granted the burst together") {
  TokenBuckets buckets(1);
  std::atomic<int> count = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { count += granted(buckets, 9, kNow, 1000); });
  for (auto& thread : threads) thread.join();
  CHECK(count == 5);
}
