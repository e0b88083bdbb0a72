#include "loadtest/bench_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "loadtest/writers.hpp"

namespace mtm::loadtest {
namespace {

constexpr auto kMake = R"sql(
    with playlist as (
      insert into playlists (user_id, playlist_id, name, kind)
      select $1::bigint, 'loadtest-' || $2::text || '-' || n, 'Load test', 'loadtest' from generate_series(0, $3::int - 1) n
    ), artist as (
      insert into artists (spotify_id, name) select 'loadtest' || $2::text, 'Load test' where $4::int > 0 returning id
    )
    insert into tracks (spotify_id, name, artist_id)
    select 'lt' || $2::text || lpad(n::text, 10, '0'), 'Load test ' || n, artist.id from artist, generate_series(1, $4::int) n
    returning id)sql";

constexpr auto kEntries = R"sql(
    select substring(playlist_id from '[0-9]+$'), track_id from playlist_tracks
    where user_id = $1 and playlist_id like 'loadtest-' || $2::text || '-%')sql";

}  // namespace

BenchRows::BenchRows(const std::string& dsn, const std::string& user_id, int writers, int writes)
    : connection_(dsn), user_id_(user_id), run_(run_name()) {
  auto take = [this](const Rows& rows) {
    for (const auto& row : rows) tracks_.push_back(std::stoll(row[0]));
  };
  take(connection_.rows("select id from tracks order by id limit $1", {std::to_string(writes)}));
  auto missing = static_cast<std::size_t>(writes) - tracks_.size();
  take(connection_.rows(kMake, {user_id_, run_, std::to_string(writers), std::to_string(missing)}));
  std::sort(tracks_.begin(), tracks_.end());
}

BenchRows::~BenchRows() {
  try {
    connection_.rows(
        "delete from playlist_tracks where user_id = $1 and playlist_id like 'loadtest-' || $2::text || '-%'",
        {user_id_, run_});
    connection_.rows("delete from playlists where user_id = $1 and playlist_id like 'loadtest-' || $2::text || '-%'",
                     {user_id_, run_});
    connection_.rows("delete from tracks where spotify_id like 'lt' || $1::text || '%'", {run_});
    connection_.rows("delete from artists where spotify_id = 'loadtest' || $1::text", {run_});
  } catch (const PostgresError& error) {
    fmt::print(stderr, "Rows of the run {} stay behind: {}\n", run_, error.what());
  }
}

std::string BenchRows::playlist(int writer) const { return fmt::format("loadtest-{}-{}", run_, writer); }

std::vector<Entry> BenchRows::entries() {
  std::vector<Entry> entries;
  for (const auto& row : connection_.rows(kEntries, {user_id_, run_})) {
    auto track = std::stoll(row[1]);
    auto place = std::lower_bound(tracks_.begin(), tracks_.end(), track);
    bool known = place != tracks_.end() && *place == track;
    entries.push_back({std::stoi(row[0]), known ? static_cast<int>(place - tracks_.begin()) : -1});
  }
  return entries;
}

}  // namespace mtm::loadtest
