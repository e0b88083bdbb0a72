#include "store/tracks.hpp"

#include <charconv>
#include <tuple>

namespace mtm::store {

std::optional<std::string> spotify_url_of(std::string_view spotify_id) {
  std::optional<std::string> url;
  if (!spotify_id.starts_with('_')) url = "https://open.spotify.com/track/" + std::string(spotify_id);
  return url;
}

struct ReadTrack : Track {
  std::int64_t place;
  bool claims_no_features;
  std::optional<std::int64_t> source_id;  // of the claim; nothing when there is none
};
BOOST_DESCRIBE_STRUCT(ReadTrack, (Track), (place, claims_no_features, source_id))

// The question that is asked most of all: what costs less here than in PostgreSQL is left to complete() and
// comes_first(). Hardly anybody has several claims of one track, so all are read.
const db::Query<ReadTrack> kTracks{
    "tracks_by_id",
    {"array[(select id from users limit 1)]", "array[(select id from tracks limit 1)]"},
    "select seen.user_id as asked_by, " MTM_TRACK_COLUMNS_WITH("seen.release_date", "null::int", "''")
        R"sql(, seen.place, seen.claims_no_features, seen.source_id
    from (
      select wanted.user_id, wanted.place, )sql" MTM_SEEN_COLUMNS R"sql(
      from unnest($1::bigint[], $2::bigint[]) with ordinality as wanted (user_id, id, place)
      join tracks on tracks.id = wanted.id
      left join track_claims as claim on claim.user_id = wanted.user_id and claim.track_id = wanted.id
      )sql" MTM_SEEN_ARTISTS R"sql(
    ) as seen
    where seen.name is not null)sql"};

namespace {

/// Of a track's claims the one that counts, as in MTM_CLAIM_OF_EACH.
bool comes_first(const ReadTrack& a, const ReadTrack& b) {
  return std::tuple(a.claims_no_features, a.source_id) < std::tuple(b.claims_no_features, b.source_id);
}

/// What MTM_TRACK_COLUMNS would have said.
void complete(Track& track) {
  track.spotify_url = spotify_url_of(track.spotify_id);
  if (!track.release_date) return;
  auto& date = *track.release_date;  // "2016-05-04"
  int year = 0;
  auto read = std::from_chars(date.data(), date.data() + date.size(), year);  // "infinity" has none
  if (read.ec == std::errc{}) track.release_year = date.ends_with("BC") ? -year : year;
  auto known = track.release_precision == "year" ? 4U : track.release_precision == "month" ? 7U : 10U;
  if (date.size() > known) date.resize(known);
}

}  // namespace

Task<std::vector<std::optional<Track>>> tracks(db::Database& database, const std::vector<AskedTrack>& asked) {
  std::vector<Id> users, ids;
  for (const auto& one : asked) {
    users.push_back(one.user);
    ids.push_back(one.track);
  }
  auto found = co_await database.all(kTracks, users, ids);
  std::vector<ReadTrack*> first(asked.size());
  for (auto& track : found) {
    auto& known = first.at(static_cast<std::size_t>(track.place - 1));
    if (!known || comes_first(track, *known)) known = &track;
  }
  std::vector<std::optional<Track>> answers(asked.size());
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (!first[i]) continue;
    complete(*first[i]);
    answers[i] = std::move(*first[i]);
  }
  co_return answers;
}

}  // namespace mtm::store
