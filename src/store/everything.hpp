// All that is kept of one user, noun by noun, for an export: every table that holds something of their own, and of the
// catalogue what they have met.
#pragma once
#include <string>
#include <vector>

#include "core/id.hpp"

namespace mtm::store {

struct Noun {
  const char* name;   // of the file
  const char* about;  // one line for its reader
  std::string query;  // all rows, in an order that stays; the first column is the user's number
};

/// `to_the_person`: a signed-in browser asks. No key may read which sessions and keys there are.
std::vector<Noun> everything(Id user, bool to_the_person);

}  // namespace mtm::store
