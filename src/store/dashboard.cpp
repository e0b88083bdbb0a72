#include "store/dashboard.hpp"

#include <algorithm>

namespace mtm::store {

// Counted as it grows: sql/007_analytics.sql. A count is the sum of its parts.
const db::Query<LibraryFigures> kLibraryFigures{"library_figures", {"(select id from users limit 1)"}, R"sql(
    select $1::bigint as asked_by, coalesce(sum(tracks), 0)::bigint as tracks,
           (select count(*) from (select from library_artist_counts where user_id = $1
                                  group by artist_id having sum(tracks::integer) > 0) as met) as artists,
           (select count(*) from playlists where user_id = $1) as playlists,
           coalesce(sum(high + medium + low), 0)::bigint as with_features,
           (sum(energy) / nullif(sum(high + medium + low), 0))::float8 as energy,
           (sum(valence) / nullif(sum(with_valence), 0))::float8 as valence,
           (sum(danceability) / nullif(sum(with_danceability), 0))::float8 as danceability,
           coalesce(sum(with_popularity) > 0, false) as any_popularity
    from library_totals
    where user_id = $1)sql"};

Task<LibraryFigures> library_figures(db::Database& database, Id user) {
  auto figures = co_await database.one(kLibraryFigures, user);
  co_return figures.value();
}

struct LevelsOfUser {
  Id user_id;
  std::int64_t high, medium, low;
};
BOOST_DESCRIBE_STRUCT(LevelsOfUser, (), (user_id, high, medium, low))

const db::Query<LevelsOfUser> kEnergyLevels{"energy_levels", {"array(select id from users limit 20)"}, R"sql(
    select user_id as asked_by, user_id, sum(high)::bigint as high, sum(medium)::bigint as medium, sum(low)::bigint as low
    from library_totals
    where user_id = any($1::bigint[])
    group by user_id order by user_id)sql"};

Task<std::vector<EnergyLevels>> energy_levels(db::Database& database, const std::vector<Id>& users) {
  std::vector<std::int64_t> asked;
  for (auto user : users) asked.push_back(user.number);
  std::sort(asked.begin(), asked.end());
  asked.erase(std::unique(asked.begin(), asked.end()), asked.end());
  auto found = co_await database.all(kEnergyLevels, asked);
  std::vector<EnergyLevels> answers;
  for (auto user : users) {
    auto levels =
        std::lower_bound(found.begin(), found.end(), user.number,
                         [](const LevelsOfUser& row, std::int64_t number) { return row.user_id.number < number; });
    bool known = levels != found.end() && levels->user_id.number == user.number;
    answers.push_back(known ? EnergyLevels{levels->high, levels->medium, levels->low} : EnergyLevels{});
  }
  co_return answers;
}

// The catalogue is walked from the most popular track down until ten are met that are in the library. Who has little of
// what is popular has the whole library looked at, once the walk has gone far enough in vain.
const db::Query<TopTrack> kMostPopular{"most_popular", {"(select id from users limit 1)"}, R"sql(
    with walked as materialized (
      select id, popularity
      from (select id, popularity from tracks where popularity is not null order by popularity desc, id limit 2000) as best
      where (select true from library where user_id = $1 and track_id = best.id)
      order by popularity desc, id limit 10
    ), looked_up as (
      select tracks.id, tracks.popularity
      from library join tracks on tracks.id = library.track_id
      where library.user_id = $1 and tracks.popularity is not null and (select count(*) from walked) < 10
      order by tracks.popularity desc, tracks.id limit 10
    ), chosen as (
      select id from walked where (select count(*) from walked) = 10 union all select id from looked_up
    )
    select $1::bigint as asked_by, )sql" MTM_TRACK_COLUMNS R"sql(, 'popularity ' || tracks.popularity as why
    from chosen
    join tracks on tracks.id = chosen.id
    join artists on artists.id = tracks.artist_id
    order by tracks.popularity desc, tracks.id)sql"};

Task<std::vector<TopTrack>> most_popular(db::Database& database, Id user) { return database.all(kMostPopular, user); }

// A place in a top list is worth 5 plays at most, and no track without one comes before the ten most played. So those
// ten and the tracks that had a place are all that need to be compared; the latter are leapt through in the order of
// the index.
const db::Query<TopTrack> kMostLoved{"most_loved", {"(select id from users limit 1)"}, R"sql(
    with recursive ranked as (
      (select track_id, rank from snapshots where user_id = $1 order by track_id, rank limit 1)
      union all
      select next.track_id, next.rank
      from ranked cross join lateral (
        select track_id, rank from snapshots
        where user_id = $1 and track_id > ranked.track_id order by track_id, rank limit 1) as next
    ), played as (
      select track_id from library where user_id = $1 and play_count > 0
      order by play_count desc, first_seen_at, track_id limit 10
    ), loved as (
      select library.track_id, play_count, ranked.rank as best_rank, first_seen_at,
             play_count + case when ranked.rank <= 50 then (51 - ranked.rank) / 10.0 else 0 end as score
      from (select track_id from played union select track_id from ranked) as candidates
      join library on library.user_id = $1 and library.track_id = candidates.track_id
      left join ranked on ranked.track_id = candidates.track_id
      order by score desc, first_seen_at, track_id limit 10
    )
    select $1::bigint as asked_by, )sql" MTM_TRACK_COLUMNS R"sql(,
           concat_ws(', ', case when play_count = 1 then '1 play' when play_count > 1 then play_count || ' plays' end,
                     'number ' || best_rank || ' of your top tracks') as why
    from loved
    join tracks on tracks.id = loved.track_id
    join artists on artists.id = tracks.artist_id
    order by score desc, first_seen_at, tracks.id)sql"};

Task<std::vector<TopTrack>> most_loved(db::Database& database, Id user) { return database.all(kMostLoved, user); }

// Months are counted in UTC. Where the user's month begins earlier, what lies between the two beginnings moves into it
// from the month before; where it begins later, out of it.
const db::Query<MonthCount> kFirstAppearances{"first_appearances", {"(select id from users limit 1)"}, R"sql(
    with zone as (select coalesce(time_zone, 'UTC') as name from users where id = $1),
    counted as (
      select month, sum(tracks)::bigint as tracks from library_month_counts where user_id = $1 group by month
    ), near as (
      select month from counted
      union select (month - interval '1 month')::date from counted
      union select (month + interval '1 month')::date from counted
    ), moved as (
      select month, case when here < there
        then (select count(*) from library where user_id = $1 and first_seen_at >= here and first_seen_at < there)
        else -(select count(*) from library where user_id = $1 and first_seen_at >= there and first_seen_at < here) end as tracks
      from near cross join zone
      cross join lateral (select month::timestamp at time zone zone.name as here, month::timestamp at time zone 'UTC' as there) as begins
    ), appeared as (
      select moved.month, coalesce(counted.tracks, 0) + moved.tracks - coalesce(after.tracks, 0) as tracks
      from moved
      left join counted on counted.month = moved.month
      left join moved as after on after.month = (moved.month + interval '1 month')::date
    )
    select $1::bigint as asked_by, to_char(month, 'YYYY-MM') as month, tracks from appeared where tracks > 0 order by month)sql"};

Task<std::vector<MonthCount>> first_appearances(db::Database& database, Id user) {
  return database.all(kFirstAppearances, user);
}

}  // namespace mtm::store
