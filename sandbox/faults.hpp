// How the sandbox misbehaves: switched on over HTTP by tests, off by default.
//
// PUT /sandbox/faults takes the whole state as JSON; what is left out is off. sandbox/README.md lists all members.
#pragma once
#include <chrono>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"

namespace mtm::sandbox {

/// What Spotify gives an app depends on when it was made.
enum class AppClass : unsigned char { dev2026, dev_legacy, extended };

std::optional<AppClass> app_class_from(std::string_view name);
std::string_view to_string(AppClass app_class);

/// `no_items` is the true answer with an empty list in it.
enum class Body : unsigned char { json, messageless, html, text, empty, truncated, nested, huge, no_items };

/// When a connection is closed without a (whole) answer: before anything was done, after it was done, or half-way
/// through the answer.
enum class Cut : unsigned char { none, before, after, middle };

/// What happens to the calls of a route.
struct Rule {
  std::string method = "*";
  std::string path;        // "/v1/tracks/{id}", "/v1/me/*": a part in braces matches one segment, a last * the rest
  std::string person;      // empty: everybody's calls
  std::string containing;  // only calls whose body has this text
  int status = 0;          // 0: the true answer
  Body body = Body::json;
  std::string message, reason;  // of a JSON body
  std::string retry_after;      // as sent; empty: no such field
  std::string location;
  std::chrono::milliseconds delay{0};
  int skip = 0;              // calls that go well first
  std::optional<int> count;  // then how many don't; without it: all
  std::size_t unlikes = 0;   // so many of the newest Liked Songs are unliked when the call has been answered
  bool effect = false;       // do the work, then answer with the fault
  Cut cut = Cut::none;
  std::chrono::milliseconds drip{0};  // the pause between small pieces of the answer
  bool chunked = false;
};

bool matches(const Rule& rule, std::string_view method, std::string_view path, std::string_view person,
             std::string_view body = {});

/// So many calls in a rolling window, then 429.
struct CallLimit {
  std::size_t calls = 0;
  std::chrono::seconds window{30};
  std::string retry_after;  // empty: the seconds until there is room again; "none": no such field
};

struct Faults {
  std::vector<Rule> rules;
  std::optional<CallLimit> rate, quota;
  AppClass app_class = AppClass::dev2026;
  bool omit_refresh_token = false;    // a refresh answers without one: the old one stays
  bool rotate_refresh_token = false;  // a refresh answers with a new one: the old one dies
  bool extra_fields = false;          // members nobody has heard of
  bool old_playlist_shape = false;    // tracks/track instead of items/item
  bool relink = false;                // tracks come with the other id of the same recording, when there is one
  bool ignore_offset = false;         // every page of a list is its first
  std::string granted_scopes;         // all that logins grant; empty: what was asked for
  std::size_t local_tracks = 0;       // the items 0, 2, 4 … of a list are files from somebody's own disk
  std::size_t null_items = 0;         // the items 1, 3, 5 … of a list are null, or hold a null track
  std::size_t broken_titles = 0;      // of the first items of a list: a byte that is not UTF-8, an escape that is none
  std::size_t late_plays = 0;         // older plays turn up between those that were there
  std::size_t duplicate_plays = 0;
  std::size_t absurd_features = 0;  // so many tracks in each answer of the provider have an impossible loudness
  std::chrono::seconds clock_offset{0};
};

/// What a PUT asks for once, besides the state.
struct TokenFaults {
  bool expire_access_tokens = false;
  bool revoke_refresh_tokens = false;
};

/// Throws http::Problem that names the member which is wrong or unknown.
Faults faults_from(std::string_view json, AppClass usual_class, TokenFaults& once);
std::string to_json(const Faults& faults);

/// The first rule that matches and is not used up, counted as used; null when all is well.
Rule* next_fault(Faults& faults, std::string_view method, std::string_view path, std::string_view person,
                 std::string_view body = {});

/// Counts calls against a limit.
class CallGate {
 public:
  /// Nothing when the call may pass, else the seconds to wait.
  std::optional<std::chrono::seconds> refuse(const CallLimit& limit, WallTime now);
  void clear() { calls_.clear(); }

 private:
  std::deque<WallTime> calls_;
};

}  // namespace mtm::sandbox
