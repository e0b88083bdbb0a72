// Tracks that imports alone have named, and whose turn it is to have Spotify asked for theirs. All of it stands in
// PostgreSQL: it takes weeks, and replicas must not ask twice.
#pragma once
#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "db/blocking_connection.hpp"
#include "db/database.hpp"

namespace mtm::store {

/// At the end of an import, in its transaction: so many of its tracks are unconfirmed. Takes the claim away from
/// all who have it, because what was counted is no longer true.
void request_enrichment(db::BlockingConnection& database, Id user, std::int64_t unconfirmed);

/// Claims, for two minutes, a person who may have tracks to ask for, whose grant is alive, and for whom no upload is
/// imported. Of those, the one whose turn was longest ago.
Task<std::optional<Id>> claim_enrichment(db::Database& database, std::string claimant);

/// Extends the claim; false when it is another's, or when an upload of that person is being imported.
Task<bool> hold_enrichment(db::Database& database, Id user, std::string claimant);

/// Ends the claim and counts what is left. `resumes_at`: not before; without it, when there is something to ask for.
Task<> put_down_enrichment(db::Database& database, Id user, std::string claimant, std::optional<WallTime> resumes_at);

struct UnconfirmedTrack {
  Id id;
  std::string spotify_id;
};
BOOST_DESCRIBE_STRUCT(UnconfirmedTrack, (), (id, spotify_id))

/// Those that may be asked for now, most played first.
Task<std::vector<UnconfirmedTrack>> tracks_to_confirm(db::Database& database, Id user, int most);

/// True for one claimant alone, for two minutes. False also when Spotify has named the track meanwhile.
Task<bool> claim_track(db::Database& database, Id track);
Task<> release_track(db::Database& database, Id track);
/// Spotify does not know it: it is not asked again for thirty days.
Task<> set_aside_track(db::Database& database, Id track);

/// Counts one call among those for such tracks, of all replicas; false, and nothing is counted, when the last day has
/// so many already.
Task<bool> count_lookup(db::Database& database, std::string client_id, int per_day);

/// How many tracks of this person have a Spotify id that Spotify has not confirmed, as last counted; nothing when they
/// have imported nothing.
Task<std::optional<std::int64_t>> unconfirmed_of(db::Database& database, Id user);

}  // namespace mtm::store
