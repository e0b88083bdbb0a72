// One call of a route: who asks, what, and the ways of refusing it that Spotify has.
#pragma once
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.hpp"
#include "http/response.hpp"
#include "sandbox/json_writer.hpp"
#include "sandbox/world.hpp"

namespace mtm::sandbox {

struct Call {
  http::Request& request;
  World& world;
  std::optional<Grant> grant;  // of the bearer token; always there when the route needs one
  Person* person = nullptr;    // null: the token is an app's own
};

/// A refusal as the Web API writes it: {"error":{"status":403,"message":"…"}}.
struct Refusal : std::runtime_error {
  Refusal(int status, const std::string& message) : std::runtime_error(message), status(status), message(message) {}
  /// Without a message, as new apps get it for audio features.
  explicit Refusal(int status) : std::runtime_error("refused"), status(status) {}
  /// 401; the body is the same whether the token is missing or bad, and a field of the answer says which.
  static Refusal token(bool missing) {
    Refusal refusal(401, "Missing/invalid/expired access token");
    refusal.challenge = missing ? "missing_token" : "invalid_token";
    return refusal;
  }
  int status;
  std::optional<std::string> message;
  std::string_view challenge;
};

/// A refusal as accounts.spotify.com writes it: flat, always 400.
struct TokenRefusal : std::runtime_error {
  TokenRefusal(std::string error, std::string description)
      : std::runtime_error(error), error(std::move(error)), description(std::move(description)) {}
  std::string error, description;
};

std::string refusal_json(int status, const std::optional<std::string>& message, std::string_view reason = {});
http::Response to_response(const Refusal& refusal);
http::Response to_response(const TokenRefusal& refusal);

/// A page for people.
http::Response html(std::string text, http::Status status = http::Status::ok);

/// The query's values of that name, split at commas: "?ids=a,b&ids=c" is three.
std::vector<std::string> list_of(const Call& call, std::string_view name);

/// Which items of a list are asked for.
struct Window {
  std::size_t limit = 20, offset = 0;
};

/// `limit` and `offset` of the query; refuses what Spotify refuses.
Window window_of(const Call& call, std::size_t usual, std::size_t most);

/// A paging object. `query` holds the parameters besides limit and offset, such as "time_range=short_term"; `write`
/// adds the item of that number.
using WriteItem = std::function<void(JsonWriter& json, std::size_t item)>;
std::string paging(const Call& call, std::string_view path, std::string_view query, Window window, std::size_t total,
                   const WriteItem& write);

/// A track as this caller gets it.
std::string track_json(const Call& call, std::uint32_t number);

/// The other track with the same recording, when there is one and the faults want it.
std::uint32_t relinked(const Call& call, std::uint32_t number);

/// A track as it stands in one of the person's lists: `linked_from` says which one is meant (not to new apps), and the
/// title may be broken.
std::string listed_track(const Call& call, std::uint32_t number, std::size_t item);

/// Which item of a list the faults have taken away.
enum class Missing { nothing, item, track, into_local_file };
Missing missing(const Faults& faults, std::size_t item);

}  // namespace mtm::sandbox
