#include "api/changes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mtm::api {

namespace {

constexpr auto kPoll = std::chrono::seconds(1);  // between two looks while changes are not heard

std::string key_of(std::string_view channel, std::string_view payload) {
  return fmt::format("{} {}", channel, payload);
}

}  // namespace

void Changes::heard(std::string_view channel, std::string_view payload) {
  auto [first, last] = watches_.equal_range(key_of(channel, payload));
  for (auto it = first; it != last; ++it) it->second->wake();
}

void Changes::listening(bool now) {
  listening_ = now;
  wake_all();
}

void Changes::wake_all() {
  for (auto& [key, watch] : watches_) watch->wake();
}

Watch::~Watch() {
  for (const auto& key : keys_) {
    auto [first, last] = changes_.watches_.equal_range(key);
    changes_.watches_.erase(std::find_if(first, last, [this](const auto& entry) { return entry.second == this; }));
  }
}

void Watch::add(std::string_view channel, std::string_view payload) {
  keys_.push_back(key_of(channel, payload));
  changes_.watches_.emplace(keys_.back(), this);
}

void Watch::wake() {
  woken_ = true;
  signal_.notify_all();
}

Task<bool> Watch::next(Deadline deadline) {
  auto until = deadline;
  if (!changes_.listening_) until = std::min(deadline, Clock::now() + kPoll);
  if (!woken_) co_await signal_.wait_until(until);
  bool polled = !changes_.listening_ && Clock::now() < deadline;
  co_return std::exchange(woken_, false) || polled;
}

}  // namespace mtm::api
