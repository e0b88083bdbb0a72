// Everything of one user, as the old app's two generations know it, in queries for a COPY.
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/id.hpp"
#include "db/blocking_connection.hpp"

namespace mtm::store {

/// Begins a transaction that sees one moment and changes nothing. Throws std::runtime_error when there is no such user.
Id begin_export(db::BlockingConnection& database, const std::string& spotify_user_id);

/// id, spotify_id, name, created_at
std::string exported_artists(Id user);
/// id, spotify_id, name, artist_id, album_name, release_date ("2020", "2020-03"), duration_ms, popularity,
/// audio_features, created_at
std::string exported_tracks(Id user);
/// playlist_id, track_id, position, created_at
std::string exported_entries(Id user);

/// track_id, name, artist_name, album_name, duration_ms, spotify_url, raw_json
std::string exported_revised_tracks(Id user);
/// track_id, snapshot_date, time_range, rank
std::string exported_snapshots(Id user);

/// How many rows of what the generation has no place for.
std::vector<std::pair<std::string, std::int64_t>> left_out(db::BlockingConnection& database, Id user, bool older);

}  // namespace mtm::store
