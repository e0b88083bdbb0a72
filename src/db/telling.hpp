// How a change is told to all who LISTEN: by a statement of its own, in the change's transaction.
//
// Not by the change itself: that runs where its rows are, which in a distributed database is another server, and there
// nobody listens.
#pragma once
#include <string>
#include <vector>

#include "db/query.hpp"
#include "db/result.hpp"

namespace mtm::db {

/// Tells each of the words on the channel.
extern const Command<Nothing> kTell;

/// What the rows of a change have in their column `told`.
std::vector<std::string> words_of(const Result& changed);

}  // namespace mtm::db
