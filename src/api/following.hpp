// Tells a page how something stands whenever that has changed, by server-sent events.
#pragma once
#include <functional>
#include <string>

#include "api/services.hpp"
#include "http/events.hpp"
#include "http/response.hpp"

namespace mtm::api {

struct Standing {
  std::string text;   // empty: there is nothing to tell yet
  bool over = false;  // nothing will change any more
};

/// Looks whenever `channel` names the caller's user, until it is over or the caller's key or session has ended. `look`
/// may throw db::Unavailable: the page goes on waiting with us, the database comes back. Throws a Problem (429) when
/// too many pages of the user are watching.
http::Response followed(Services& services, const http::Caller& caller, const std::string& channel,
                        const std::string& event, std::function<Task<Standing>()> look);

}  // namespace mtm::api
