#include "api/changes.hpp"

#include <fmt/format.h>

namespace mtm::api {

namespace {
std::string key_of(std::string_view channel, std::string_view payload) {
  return fmt::format("{} {}", channel, payload);
}
}  // namespace

void Changes::heard(std::string_view channel, std::string_view payload) {
  auto [first, last] = watches_.equal_range(key_of(channel, payload));
  for (auto it = first; it != last; ++it) {
    it->second->heard_ = true;
    it->second->signal_.notify_all();
  }
}

Watch::Watch(Changes& changes, std::string_view channel, std::string_view payload)
    : changes_(changes), key_(key_of(channel, payload)) {
  changes_.watches_.emplace(key_, this);
}

Watch::~Watch() {
  auto [first, last] = changes_.watches_.equal_range(key_);
  for (auto it = first; it != last; ++it)
    if (it->second == this) {
      changes_.watches_.erase(it);
      return;
    }
}

Task<> Watch::next() {
  if (!heard_) co_await signal_.wait_until(Clock::now() + std::chrono::seconds(1));
  heard_ = false;
}

}  // namespace mtm::api
