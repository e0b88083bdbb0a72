#include "spotify/errors.hpp"

#include <fmt/format.h>

namespace mtm::spotify {

Blocked::Blocked(WallTime until, std::string reason)
    : Error(fmt::format("Spotify may be asked again at {}: {}", to_rfc3339(until), reason)),
      until(until),
      reason(std::move(reason)) {}

Forbidden::Forbidden(Cause cause, std::string message)
    : Error(message.empty() ? "Spotify forbids this" : fmt::format("Spotify forbids this: {}", message)),
      cause(cause),
      message(std::move(message)) {}

}  // namespace mtm::spotify
