// How plays of a history that somebody brings as files go into the person's tables, and what was told before. These are
// statements of a job (db/blocking_connection.hpp), in the transaction of the import.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "db/copy.hpp"
#include "store/keys_known.hpp"

namespace mtm::store {

/// A source of its own for what is imported. Holds the person's library until the transaction ends: what processes keep
/// of it in memory is read anew afterwards. Gives the version that its rows are stamped with.
std::int64_t next_epoch(db::BlockingConnection& database, Id user);
/// `kind` as src/history/telling.hpp knows it; of the name, so much is kept as the column holds.
Id add_source(db::BlockingConnection& database, Id user, std::string_view kind, const std::optional<std::string>& name);
void keep_report(db::BlockingConnection& database, Id user, Id source, const std::string& json);

/// The ids that the catalogue has for these Spotify ids, in their order; it is given those it lacks. A track that has
/// none at Spotify has the id nameless_track_id(), and so for artists.
std::vector<std::int64_t> catalogue_ids_of_tracks(db::BlockingConnection& database,
                                                  std::span<const std::string_view> spotify_ids,
                                                  std::span<const std::string_view> kinds);
std::vector<std::int64_t> catalogue_ids_of_artists(db::BlockingConnection& database,
                                                   std::span<const std::string> spotify_ids);

/// "_" and 21 characters of a hash of the folded names: the same song has the same id in every history. The folding's
/// version is part of it (music/folding.hpp).
std::string nameless_track_id(std::string_view kind, std::string_view artist, std::string_view title,
                              std::string_view album);
std::string nameless_artist_id(std::string_view name);

/// What a source says of a track. Texts need to live only until it was added; empty ones are not said.
struct ImportedClaim {
  std::int64_t track_id = 0;
  std::string_view kind;  // track, episode or chapter
  std::string_view name;
  std::int64_t artist_id = 0;
  std::string_view artist_name, album_name;
  std::optional<std::int32_t> duration_ms;
  std::string_view isrc, recording_mbid;
  db::Microseconds met_at;  // when it was first played
};

class ClaimsIn {
 public:
  ClaimsIn(db::BlockingConnection& database, Id user, Id source);
  void add(const ImportedClaim& claim);
  void finish();

 private:
  KeysKnown keys_;
  db::CopyIn rows_;
  Id user_, source_;
};

/// After the claims: the planner would take a person whom it has not seen yet for one of a few tracks, and join them
/// row by row, here and in the first question about the history.
void tell_planner_of_claims(db::BlockingConnection& database);
/// The same of plays, for the next import's comparison with them.
void tell_planner_of_plays(db::BlockingConnection& database);

/// A play as its source tells it.
struct ImportedPlay {
  std::int64_t track_id = 0;
  db::Microseconds at;
  bool is_start = false;
  std::optional<std::int32_t> ms_played;
  std::int16_t nth = 1;  // of the source's rows of this track and time
  std::string_view kind;
  std::string_view reason_start, reason_end;
  std::optional<bool> skipped, shuffle, offline, incognito;
  std::string_view platform, country;
  std::int16_t file = 0;
  std::int32_t file_row = 0;
};

/// In the order of their times they go in fastest.
class PlaysIn {
 public:
  PlaysIn(db::BlockingConnection& database, Id user, Id source, std::int64_t version);
  void add(const ImportedPlay& play);
  void finish();

 private:
  KeysKnown keys_;
  db::CopyIn rows_;
  Id user_, source_;
  std::int64_t version_;
};

/// A play that the person's other sources told.
struct ToldPlay {
  std::int64_t source_id = 0, track_id = 0;
  db::Microseconds at;
  bool is_start = false;
  std::optional<std::int32_t> ms_played;
};

/// Whether sources other than these have told plays.
bool others_told(db::BlockingConnection& database, Id user, std::span<const Id> sources);
void each_other_play(db::BlockingConnection& database, Id user, std::span<const Id> sources,
                     const std::function<void(const ToldPlay&)>& take);

struct SourceKind {
  std::int64_t id = 0;
  std::string kind;
};
std::vector<SourceKind> source_kinds(db::BlockingConnection& database, Id user);

/// What the person sees of a track that was played; texts end with the call.
struct PlayedTrack {
  std::int64_t id = 0;
  std::string_view name;
  std::int64_t artist_id = 0;
  std::string_view artist;
  std::optional<std::int32_t> duration_ms;
  std::string_view isrc;
};
/// Those of the person's plays, and those that these sources name.
void each_played_track(db::BlockingConnection& database, Id user, std::span<const Id> sources,
                       const std::function<void(const PlayedTrack&)>& take);

/// The person's, or "UTC".
std::string time_zone_of(db::BlockingConnection& database, const std::string& spotify_user_id);

/// Tracks with a Spotify id that a source names and Spotify has not confirmed.
std::int64_t unconfirmed_tracks(db::BlockingConnection& database, Id user, Id source);

}  // namespace mtm::store
