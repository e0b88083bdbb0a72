// Tells a page how something stands whenever that has changed, by server-sent events.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "api/services.hpp"
#include "http/events.hpp"
#include "http/response.hpp"

namespace mtm::api {

struct Standing {
  std::string text;   // empty: there is nothing to tell yet
  bool over = false;  // nothing will change any more
};

struct Followed {
  std::string channel;  // names the user when it may have changed
  std::string event;
  std::function<Task<Standing>()> look;  // may throw db::Unavailable: the page goes on waiting with us
};

/// Looks at everything whenever one of the channels names the caller's user, until one is over or the caller's key or
/// session has ended. Throws a Problem (429) when too many pages of the user are watching.
http::Response followed(Services& services, const http::Caller& caller, std::vector<Followed> all);

}  // namespace mtm::api
