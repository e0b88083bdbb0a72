// All that the sandbox answers, on one screen.
#pragma once
#include <span>
#include <string_view>

#include "sandbox/call.hpp"

namespace mtm::sandbox {

/// Who may call a route.
enum class Need : unsigned char {
  nothing,    // anybody
  token,      // an app, with or without a person
  person,     // an app in the name of a person
  old_token,  // the same, and refused with 403 for new apps
  old_person,
};

struct Route {
  http::Method method;
  std::string_view pattern;
  http::Response (*answer)(Call& call);
  Need need = Need::nothing;
  std::string_view scope;  // that the person must have granted; empty: none
};

extern const std::span<const Route> routes;

}  // namespace mtm::sandbox
