#include "transfer/history/own_columns.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include "transfer/history/row.hpp"
#include "transfer/history/written_json.hpp"

namespace mtm::transfer {

namespace {

constexpr std::int64_t kMost16Bits = std::numeric_limits<std::int16_t>::max();
constexpr std::int64_t kMost32Bits = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t kLongest500 = 500;
constexpr std::string_view kPrecisions = "|year|month|day|", kKinds = "|track|episode|chapter|",
                           kRanges = "|short_term|medium_term|long_term|";

constexpr OwnColumn kAccountColumns[] = {
    {"spotify_user_id", Holds::text, true, 0, 200},
    {"time_zone", Holds::text, false, 0, 100},
};
constexpr OwnColumn kSourcesColumns[] = {
    {"id", Holds::id, true},
    {"kind", Holds::text, true, 0, 20},
    {"name", Holds::text, false, 0, 200},
    {"created_at", Holds::time, true},
    {"report", Holds::json},
};
constexpr OwnColumn kArtistsColumns[] = {
    {"id", Holds::id, true},
    {"spotify_id", Holds::spotify_id, true},
    {"name", Holds::text, false, 0, kLongest500},
    {"first_seen_at", Holds::time},
};
constexpr OwnColumn kTracksColumns[] = {
    {"id", Holds::id, true},
    {"spotify_id", Holds::spotify_id, true},
    {"kind", Holds::text, true, 0, 8, kKinds},
    {"name", Holds::text, false, 0, kLongest500},
    {"artist", Holds::text, false, 0, kLongest500},
    {"artist_id", Holds::id},
    {"album_name", Holds::text, false, 0, kLongest500},
    {"release_date", Holds::known_day},
    {"release_precision", Holds::text, false, 0, 5, kPrecisions},
    {"duration_ms", Holds::number, false, 0, kMost32Bits},
    {"popularity", Holds::small_number, false, 0, 100},
    {"isrc", Holds::text, false, 0, 32},
    {"image_url", Holds::text},
    {"audio_features", Holds::json},
    {"raw_json", Holds::json},
};
constexpr OwnColumn kTrackClaimsColumns[] = {
    {"source_id", Holds::id, true},
    {"track_id", Holds::id, true},
    {"kind", Holds::text, false, 0, 8, kKinds},
    {"name", Holds::text, true, 0, kLongest500},
    {"artist_id", Holds::id, true},
    {"artist_name", Holds::text, false, 0, kLongest500},
    {"album_name", Holds::text, false, 0, kLongest500},
    {"release_date", Holds::day},
    {"release_precision", Holds::text, false, 0, 5, kPrecisions},
    {"duration_ms", Holds::number, false, -kMost32Bits, kMost32Bits},
    {"popularity", Holds::small_number, false, -kMost16Bits, kMost16Bits},
    {"isrc", Holds::text, false, 0, 32},
    {"recording_mbid", Holds::text, false, 0, 36},
    {"image_url", Holds::text},
    {"audio_features", Holds::json},
    {"raw_json", Holds::json},
    {"met_at", Holds::time},
};
constexpr OwnColumn kArtistClaimsColumns[] = {
    {"source_id", Holds::id, true},
    {"artist_id", Holds::id, true},
    {"name", Holds::text, false, 0, kLongest500},
    {"first_seen_at", Holds::time},
};
constexpr OwnColumn kLibraryColumns[] = {
    {"track_id", Holds::id, true}, {"first_seen_at", Holds::time, true}, {"saved_at", Holds::time},
    {"unsaved_at", Holds::time},   {"imported_at", Holds::time},
};
constexpr OwnColumn kPlaysColumns[] = {
    {"played_at", Holds::time, true},
    {"is_start", Holds::truth, true},
    {"track_id", Holds::id, true},
    {"ms_played", Holds::number, false, 0, kMost32Bits},
    {"kind", Holds::text, true, 0, 8, kKinds},
    {"reason_start", Holds::text, false, 0, kLongestReason},
    {"reason_end", Holds::text, false, 0, kLongestReason},
    {"skipped", Holds::truth},
    {"shuffle", Holds::truth},
    {"offline", Holds::truth},
    {"incognito", Holds::truth},
    {"platform", Holds::text, false, 0, kLongestPlatform},
    {"country", Holds::text, false, 0, 2},
    {"source_id", Holds::id, true},
    {"file", Holds::small_number, false, -kMost16Bits, kMost16Bits},
    {"file_row", Holds::number, false, -kMost32Bits, kMost32Bits},
};
constexpr OwnColumn kSnapshotsColumns[] = {
    {"snapshot_date", Holds::day, true},
    {"time_range", Holds::text, true, 0, 11, kRanges},
    {"rank", Holds::small_number, true, 1, kMost16Bits},
    {"track_id", Holds::id, true},
    {"source_id", Holds::id, true},
};
constexpr OwnColumn kPlaylistsColumns[] = {
    {"playlist_id", Holds::text, true, 0, 100},
    {"name", Holds::text, true, 0, 100},
    {"kind", Holds::text, true, 0, 20},
    {"year", Holds::small_number, false, -kMost16Bits, kMost16Bits},
    {"choice", Holds::text, false, 0, 10, "|loved|released|"},
    {"source_id", Holds::id},
    {"state", Holds::text, true, 0, 10, "|draft|publishing|published|partial|failed|"},
    {"spotify_playlist_id", Holds::text},
    {"url", Holds::text},
    {"published_count", Holds::number, true, 0, kMost32Bits},
    {"problem", Holds::text},
    {"created_at", Holds::time, true},
    {"updated_at", Holds::time, true},
};
constexpr OwnColumn kPlaylistTracksColumns[] = {
    {"playlist_id", Holds::text, true, 0, 100},
    {"position", Holds::small_number, true, 0, kMost16Bits},
    {"track_id", Holds::id, true},
    {"source_id", Holds::id},
    {"created_at", Holds::time},
    {"left_out", Holds::text},
};
constexpr OwnColumn kRecordingsColumns[] = {
    {"track_id", Holds::id, true},
    {"as_track_id", Holds::id, true},
    {"same", Holds::truth, true},
    {"decided_at", Holds::time, true},
};
constexpr OwnColumn kRemovedPlaysColumns[] = {
    {"track_id", Holds::id, true},
    {"played_at", Holds::time, true},
    {"is_start", Holds::truth, true},
    {"ms_played", Holds::number, false, 0, kMost32Bits},
    {"source_kind", Holds::text, true, 0, 20},
    {"removed_at", Holds::time, true},
};
constexpr OwnColumn kGapsColumns[] = {
    {"starts_at", Holds::time, true},
    {"ends_at", Holds::time},
    {"why", Holds::text, true, 0, 20, "|full_page|no_reading|"},
    {"found_at", Holds::time, true},
};
constexpr OwnColumn kCoveredSpansColumns[] = {
    {"source_id", Holds::id, true},
    {"covered_from", Holds::time, true},
    {"covered_until", Holds::time, true},
    {"created_at", Holds::time, true},
};

struct OwnFile {
  OwnNoun noun;
  std::string_view name;
  std::span<const OwnColumn> columns;
  std::string_view known_by;          // keys that every row has and no other file, with commas
  std::string_view passed_over = {};  // keys that are known and not brought, with commas
};

constexpr OwnFile kFiles[] = {
    {OwnNoun::counts, "counts", {}, "account,library,plays,snapshots"},
    {OwnNoun::account, "account", kAccountColumns, "spotify_user_id,display_name,time_zone",
     "id,display_name,image_url,created_at"},
    {OwnNoun::sources, "sources", kSourcesColumns, "kind,name,created_at,undoing_since", "undoing_since"},
    {OwnNoun::track_claims, "track_claims", kTrackClaimsColumns, "source_id,track_id,artist_name,met_at"},
    {OwnNoun::artist_claims, "artist_claims", kArtistClaimsColumns, "source_id,artist_id,name,first_seen_at"},
    {OwnNoun::artists, "artists", kArtistsColumns, "id,spotify_id,name,first_seen_at"},
    {OwnNoun::tracks, "tracks", kTracksColumns, "id,spotify_id,artist_id,album_name,features_source",
     "features_source"},
    {OwnNoun::library, "library", kLibraryColumns, "track_id,first_seen_at,saved_at,imported_at"},
    {OwnNoun::plays, "plays", kPlaysColumns, "played_at,is_start,track_id,source_id"},
    {OwnNoun::snapshots, "snapshots", kSnapshotsColumns, "snapshot_date,time_range,rank,track_id"},
    {OwnNoun::playlists, "playlists", kPlaylistsColumns, "playlist_id,name,choice,published_count"},
    {OwnNoun::playlist_tracks, "playlist_tracks", kPlaylistTracksColumns, "playlist_id,position,track_id"},
    {OwnNoun::recordings, "recordings", kRecordingsColumns, "track_id,as_track_id,same"},
    {OwnNoun::removed_plays, "removed_plays", kRemovedPlaysColumns, "track_id,played_at,source_kind,removed_at"},
    {OwnNoun::gaps, "gaps", kGapsColumns, "starts_at,ends_at,why,found_at", "id"},
    {OwnNoun::covered_spans, "covered_spans", kCoveredSpansColumns, "source_id,covered_from,covered_until"},
    {OwnNoun::left_out, "connection", {}, "state,scopes,authorized_at"},
    {OwnNoun::left_out, "captures", {}, "id,state,steps,problem_count"},
    {OwnNoun::left_out, "imports", {}, "id,state,bytes,report,sentence"},
    {OwnNoun::left_out, "sessions", {}, "id,last_used_at,expires_at,agent"},
    {OwnNoun::left_out, "shares", {}, "slug,what,parameters,views"},
    {OwnNoun::left_out, "api_keys", {}, "id,label,scope,last_used_at"},
};

const OwnFile& file_of(OwnNoun noun) {
  return *std::find_if(std::begin(kFiles), std::end(kFiles), [&](const OwnFile& file) { return file.noun == noun; });
}

template <class Each>
void each_name(std::string_view names, const Each& each) {
  while (!names.empty()) {
    auto name = names.substr(0, names.find(','));
    names.remove_prefix(std::min(names.size(), name.size() + 1));
    each(name);
  }
}

bool is_named(std::string_view names, std::string_view wanted) {
  bool found = false;
  each_name(names, [&](std::string_view name) { found = found || name == wanted; });
  return found;
}

/// The first file all of whose keys are there.
template <class Has>
const OwnFile* file_with(const Has& has) {
  for (const auto& file : kFiles) {
    bool all = true;
    each_name(file.known_by, [&](std::string_view key) { all = all && has(key); });
    if (all) return &file;
  }
  return nullptr;
}

}  // namespace

std::string_view name_of(OwnNoun noun) { return file_of(noun).name; }

std::span<const OwnColumn> columns_of(OwnNoun noun) { return file_of(noun).columns; }

bool is_passed_over(OwnNoun noun, std::string_view key) { return is_named(file_of(noun).passed_over, key); }

std::optional<OwnNoun> recognize_own(std::string_view beginning) {
  if (!beginning.starts_with('{')) return std::nullopt;
  std::vector<std::string_view> keys;
  std::size_t at = 1;
  constexpr std::size_t kMostKeysOfOurs = 40;
  while (at < beginning.size() && keys.size() < kMostKeysOfOurs) {
    auto open = beginning.find_first_not_of(" \t\r\n,", at);
    if (open == beginning.npos || beginning[open] != '"') break;
    auto close = beginning.find('"', open + 1);
    if (close == beginning.npos) break;
    auto colon = beginning.find_first_not_of(" \t\r\n", close + 1);
    if (colon == beginning.npos || beginning[colon] != ':') break;
    keys.push_back(beginning.substr(open + 1, close - open - 1));
    at = end_of_json_value(beginning, colon + 1);
    if (at < beginning.size() && beginning[at] != ',') break;
  }
  const auto* file =
      file_with([&](std::string_view key) { return std::find(keys.begin(), keys.end(), key) != keys.end(); });
  return file ? std::optional(file->noun) : std::nullopt;
}

bool is_own_csv(std::string_view beginning) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (!beginning.starts_with(kMark)) return false;
  beginning.remove_prefix(kMark.size());
  auto header = beginning.substr(0, beginning.find_first_of("\r\n"));
  return file_with([&](std::string_view key) { return is_named(header, key); }) != nullptr;
}

}  // namespace mtm::transfer
