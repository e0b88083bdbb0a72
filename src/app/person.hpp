// Whom a command is about.
#pragma once
#include <stdexcept>
#include <string>

#include "app/config.hpp"

namespace mtm::app {

struct Person {
  std::string spotify_user_id;  // as it was named; empty when it was not
  bool may_be_new = false;
};

/// The command was called wrongly; the sentence says how to call it.
struct CalledWrongly : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The Spotify user id that was named, or the only one that is known here. Throws CalledWrongly, with those who are
/// known, when there is no such user and it may not be new, or when nobody was named and there are several. Makes
/// nobody: the command does, when it has succeeded.
std::string spotify_user_id_of(const Config& config, const Person& person);

}  // namespace mtm::app
