#include "store/dashboard.hpp"

namespace mtm::store {

const db::Query<LibraryFigures> kLibraryFigures{"library_figures", {"(select id from users limit 1)"}, R"sql(
    select count(*) as tracks, count(distinct tracks.artist_id) as artists,
           (select count(*) from playlists where user_id = $1) as playlists,
           count(tracks.energy) as with_features, avg(tracks.energy) as energy, avg(tracks.valence) as valence,
           avg(tracks.danceability) as danceability, coalesce(bool_or(tracks.popularity is not null), false) as any_popularity
    from library join tracks on tracks.id = library.track_id
    where library.user_id = $1)sql"};

Task<LibraryFigures> library_figures(db::Database& database, Id user) {
  auto figures = co_await database.one(kLibraryFigures, user);
  co_return figures.value();
}

// The bounds are real numbers as the column is: 0.8 as a double is another number, and a track of exactly 0.8 would miss it.
const db::Query<EnergyLevels> kEnergyLevels{"energy_levels", {"(select id from users limit 1)"}, R"sql(
    select count(*) filter (where energy >= 0.8::real) as high,
           count(*) filter (where energy >= 0.5::real and energy < 0.8::real) as medium,
           count(*) filter (where energy < 0.5::real) as low
    from library join tracks on tracks.id = library.track_id
    where library.user_id = $1)sql"};

Task<EnergyLevels> energy_levels(db::Database& database, Id user) {
  auto levels = co_await database.one(kEnergyLevels, user);
  co_return levels.value();
}

const db::Query<TopTrack> kMostPopular{"most_popular", {"(select id from users limit 1)"},
    "select " MTM_TRACK_COLUMNS R"sql(, 'popularity ' || tracks.popularity as why
    from library
    join tracks on tracks.id = library.track_id
    join artists on artists.id = tracks.artist_id
    where library.user_id = $1 and tracks.popularity is not null
    order by tracks.popularity desc, tracks.name, tracks.id
    limit 10)sql"};

Task<std::vector<TopTrack>> most_popular(db::Database& database, Id user) { return database.all(kMostPopular, user); }

const db::Query<TopTrack> kMostLoved{"most_loved", {"(select id from users limit 1)"}, R"sql(
    with ranked as (
      select track_id, min(rank) as best_rank from snapshots where user_id = $1 group by track_id
    ), loved as (
      select library.track_id, play_count, best_rank, first_seen_at,
             play_count + case when best_rank <= 50 then (51 - best_rank) / 10.0 else 0 end as score
      from library left join ranked using (track_id)
      where user_id = $1 and (play_count > 0 or best_rank is not null)
      order by score desc, first_seen_at, track_id limit 10
    )
    select )sql" MTM_TRACK_COLUMNS R"sql(,
           concat_ws(', ', case when play_count = 1 then '1 play' when play_count > 1 then play_count || ' plays' end,
                     'number ' || best_rank || ' of your top tracks') as why
    from loved
    join tracks on tracks.id = loved.track_id
    join artists on artists.id = tracks.artist_id
    order by score desc, first_seen_at, tracks.id)sql"};

Task<std::vector<TopTrack>> most_loved(db::Database& database, Id user) { return database.all(kMostLoved, user); }

const db::Query<MonthCount> kFirstAppearances{"first_appearances", {"(select id from users limit 1)"}, R"sql(
    select to_char(first_seen_at at time zone coalesce(users.time_zone, 'UTC'), 'YYYY-MM') as month, count(*) as tracks
    from library join users on users.id = library.user_id
    where library.user_id = $1
    group by 1 order by 1)sql"};

Task<std::vector<MonthCount>> first_appearances(db::Database& database, Id user) { return database.all(kFirstAppearances, user); }

}  // namespace mtm::store
