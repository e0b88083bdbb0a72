// What can go wrong between us and Spotify, as what it means to the caller. Every what() is a sentence that may be
// logged and shown to an operator: no token, code or secret is ever in it.
#pragma once
#include <stdexcept>
#include <string>

#include "core/clock.hpp"

namespace mtm::spotify {

struct Error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The grant is gone (revoked, or six months old): only the person can mend it, by logging in again. Never retry.
struct NeedsLogin : Error {
  using Error::Error;
};

/// The person has not connected Spotify, or has disconnected it.
struct NotConnected : NeedsLogin {
  using NeedsLogin::NeedsLogin;
};

/// Not now: the budget is spent, or Spotify asked us to wait. Reschedule for `until` instead of sleeping.
struct Blocked : Error {
  Blocked(WallTime until, std::string reason);
  WallTime until;
  std::string reason;
};

/// Spotify will not do this for this person or this app; asking again changes nothing.
struct Forbidden : Error {
  enum class Cause {
    capability_off,  // the app's class lacks the route
    not_ours,        // somebody else's playlist, or a route that is gone
    missing_scope,   // the person must consent to more
    not_registered,  // the app's owner must put the person on its allow-list
  };
  Forbidden(Cause cause, std::string message);
  Cause cause;
  std::string message;  // what Spotify said; may be empty
};

struct NotFound : Error {
  using Error::Error;
};

/// Spotify did not answer, or not in JSON: timeouts, cut connections, 5xx, a wrong certificate. Nothing was changed, or
/// the question may be repeated without harm.
struct Unavailable : Error {
  using Error::Error;
};

/// No fresh access token can be had at the moment. It says nothing about what was to be asked with it.
struct TokenUnavailable : Unavailable {
  using Unavailable::Unavailable;
};

/// A change was sent and no answer came back: it may have happened. Look before doing it again.
struct UnknownOutcome : Error {
  using Error::Error;
};

/// Spotify knows the app's id, secret or redirect URI differently: the operator must mend the configuration.
struct Misconfigured : Error {
  using Error::Error;
};

/// Spotify found fault with the question itself (400 and the like): a mistake of ours, never repeated.
struct Refused : Error {
  using Error::Error;
};

}  // namespace mtm::spotify
