// The one way out to a host of Spotify: it waits for the budget, minds the breaker, and says what became of a call.
#pragma once
#include <random>
#include <string>

#include "core/task.hpp"
#include "spotify/breaker.hpp"
#include "spotify/budget.hpp"
#include "spotify/decisions.hpp"
#include "spotify/http_client.hpp"
#include "spotify/payloads.hpp"

namespace mtm::spotify {

/// What came back, ready to be judged.
struct Heard {
  Outcome outcome;
  std::string body;
  std::string sentence;  // what happened, for people: "GET /v1/me: Spotify answered 503"
};

class Gate {
 public:
  Gate(HttpClient& http, Budget& budget, BaseUrl base);

  /// One call; the target is below the base URL. Throws Blocked when it would have to wait for longer than the budget's
  /// patience, Unavailable while the breaker is open, and what SharedDay does; what Spotify or the network does never
  /// throws.
  Task<Heard> call(HttpQuestion question, Priority priority);

  /// After a 429 or its like to a call of this priority: nobody may call for a while.
  void block(const Outcome& outcome, std::chrono::milliseconds pause, Priority priority);
  [[noreturn]] void throw_blocked() const;

  /// How often in a row Spotify refused without saying for how long.
  int refusals() const { return budget_.state().refusals; }
  double jitter();

  const BaseUrl& base() const { return base_; }

 private:
  Task<> admitted(Priority priority);
  /// May mend the answer's body, when only some of its strings are broken.
  Outcome judged(HttpAnswer& answer, Method method);

  HttpClient& http_;
  Budget& budget_;
  BaseUrl base_;
  Breaker breaker_;
  Reader reader_;
  std::minstd_rand random_;
};

}  // namespace mtm::spotify
