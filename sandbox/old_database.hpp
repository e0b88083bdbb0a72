// The database that the old app would have left to somebody: Spotify never tells what top lists were, so a history must
// come from elsewhere.
#pragma once
#include <string>

#include "sandbox/world.hpp"

namespace mtm::sandbox {

/// Writes the demo person's last two years, a snapshot of all three lists each week up to today, as the old app's
/// revised generation kept them. The file must not be there yet; throws std::runtime_error with a sentence.
void write_old_database(const World& world, const std::string& file);

}  // namespace mtm::sandbox
