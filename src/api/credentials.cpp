#include "api/credentials.hpp"

#include <algorithm>

#include "store/credentials.hpp"

namespace mtm::api {

namespace {

constexpr std::size_t kMostKnown = 10'000;
constexpr auto kRemembered = std::chrono::seconds(60);

}  // namespace

Task<http::Caller> Credentials::caller(const http::Request& request) {
  auto key = request.bearer_token();
  auto token = key ? key : request.cookie(session_cookie_);
  if (!token || token->empty()) co_return http::Caller{};
  auto shown = key ? api_key_shown(*key) : session_shown(*token);
  auto found = co_await caller_of(shown, key.has_value());
  co_return found;
}

Task<bool> Credentials::still_holds(http::Caller caller) {
  bool is_key = caller.session.empty();
  Credential credential{Id{caller.user_id}, caller.digest};
  auto now = co_await caller_of(credential, is_key);
  co_return now.user_id == caller.user_id;
}

Task<http::Caller> Credentials::caller_of(Credential credential, bool is_key) {
  auto& remembered = known(is_key);
  if (auto found = remembered.find(credential.digest); found != remembered.end()) {
    if (Clock::now() < found->second.until) co_return found->second.caller;
    remembered.erase(found);
  }
  auto found = co_await look_up(credential, is_key);
  co_return found;
}

Task<http::Caller> Credentials::look_up(Credential credential, bool is_key) {
  const auto& digest = credential.digest;
  auto endings = endings_;
  std::optional<store::Holder> holder;
  if (is_key)
    holder = co_await store::api_key_holder(database_, credential);
  else
    holder = co_await store::session_holder(database_, credential);
  http::Caller caller;
  if (!holder) co_return caller;
  caller.user_id = holder->user_id.number;
  caller.may_write = holder->may_write;
  caller.credential = Hash()(digest);
  caller.digest = digest;
  if (!is_key) caller.session = hex(digest);
  if (holder->stale) {
    try {
      if (is_key)
        co_await store::note_api_key_use(database_, holder->user_id, digest);
      else
        co_await store::note_session_use(database_, holder->user_id, digest);
    } catch (const db::Unavailable&) {
      // A database that only reads, or whose disk is full, answers readers all the same; the use is noted another time.
    }
  }
  if (listening_ && endings == endings_) {
    auto& remembered = known(is_key);
    if (remembered.size() >= kMostKnown) remembered.clear();
    std::chrono::duration<double> left(std::min(holder->seconds_left, 3e9));
    auto until =
        Clock::now() + std::min<Clock::duration>(kRemembered, std::chrono::duration_cast<Clock::duration>(left));
    remembered[digest] = Known{caller, until};
  }
  co_return caller;
}

void Credentials::forget(std::string_view digest_in_hex) {
  ++endings_;
  for (auto* remembered : {&known_sessions_, &known_keys_})
    std::erase_if(*remembered, [&](const auto& entry) { return hex(entry.first) == digest_in_hex; });
}

void Credentials::listening(bool now) {
  ++endings_;
  listening_ = now;
  known_sessions_.clear();
  known_keys_.clear();
}

}  // namespace mtm::api
