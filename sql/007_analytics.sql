-- Counts that are kept by the transaction that changes what they count: a library of a million tracks is counted as fast
-- as one of ten, exactly, on every replica, at once. docs/decisions.md says why by triggers and why in parts.
--
-- A count is the sum of its parts. Whoever changes it takes the parts that nobody else is changing (skip locked), and
-- puts back one: nobody waits for a count, so no two can wait for each other crosswise. A part is never updated, and one
-- of zeros is not kept.

create table library_totals (
  user_id          bigint not null constraint library_totals_user references users on delete cascade,
  part             bigint generated always as identity,
  tracks           bigint not null,
  high             bigint not null,   -- music/energy.hpp has the bounds
  medium           bigint not null,
  low              bigint not null,
  with_popularity  bigint not null,
  energy           numeric not null,  -- sums; numeric, because a sum of floating point depends on the order
  valence          numeric not null,
  with_valence     bigint not null,
  danceability     numeric not null,
  with_danceability bigint not null,
  constraint library_totals_key primary key (user_id, part)
);

create table library_artist_counts (
  user_id    bigint not null constraint library_artist_counts_user references users on delete cascade,
  artist_id  bigint not null,
  part       bigint generated always as identity,
  tracks     bigint not null,
  constraint library_artist_counts_key primary key (user_id, artist_id, part)
);

-- By month in UTC; store/dashboard.cpp moves what lies between its borders and those of the user's time zone.
create table library_month_counts (
  user_id  bigint not null constraint library_month_counts_user references users on delete cascade,
  month    date not null,
  part     bigint generated always as identity,
  tracks   bigint not null,
  constraint library_month_counts_key primary key (user_id, month, part)
);

create index library_by_plays on library (user_id, play_count desc, first_seen_at, track_id) where play_count > 0;
create index tracks_by_popularity on tracks (popularity desc, id) where popularity is not null;

-- The same counts from scratch: what the kept ones must equal, and what they begin with.
create view library_totals_counted as
  select user_id, count(*) as tracks,
         count(*) filter (where energy >= 0.8::real) as high,
         count(*) filter (where energy >= 0.5::real and energy < 0.8::real) as medium,
         count(*) filter (where energy < 0.5::real) as low,
         count(popularity) as with_popularity,
         coalesce(sum(energy::float8::numeric), 0) as energy,
         coalesce(sum(valence::float8::numeric), 0) as valence, count(valence) as with_valence,
         coalesce(sum(danceability::float8::numeric), 0) as danceability, count(danceability) as with_danceability
  from library join tracks on tracks.id = library.track_id
  group by user_id;

create view library_artist_counts_counted as
  select user_id, artist_id, count(*) as tracks
  from library join tracks on tracks.id = library.track_id
  group by user_id, artist_id;

create view library_month_counts_counted as
  select user_id, date_trunc('month', first_seen_at at time zone 'UTC')::date as month, count(*) as tracks
  from library
  group by user_id, month;

create function recount_library() returns void language plpgsql as $$
begin
  lock table library, tracks in share row exclusive mode;
  delete from library_totals;
  delete from library_artist_counts;
  delete from library_month_counts;
  insert into library_totals (user_id, tracks, high, medium, low, with_popularity, energy, valence, with_valence, danceability, with_danceability)
  select * from library_totals_counted;
  insert into library_artist_counts (user_id, artist_id, tracks) select * from library_artist_counts_counted;
  insert into library_month_counts (user_id, month, tracks) select * from library_month_counts_counted;
end $$;

-- What one track adds to the counts of one user (sign 1), or takes from them (sign -1).
create type library_share as (
  user_id bigint, sign integer, artist_id bigint, energy real, valence real, danceability real, popular boolean
);

-- Planned once per session and kept: 005 says why what is looked up by key is a lateral subquery, and why transition
-- tables are compared by "except".

create function add_to_library_totals(shares library_share[]) returns void language plpgsql set enable_seqscan = off as $$
begin
  with given as (
    select user_id, sum(sign) as tracks,
           coalesce(sum(sign) filter (where energy >= 0.8::real), 0) as high,
           coalesce(sum(sign) filter (where energy >= 0.5::real and energy < 0.8::real), 0) as medium,
           coalesce(sum(sign) filter (where energy < 0.5::real), 0) as low,
           coalesce(sum(sign) filter (where popular), 0) as with_popularity,
           coalesce(sum(sign * energy::float8::numeric), 0) as energy,
           coalesce(sum(sign * valence::float8::numeric), 0) as valence,
           coalesce(sum(sign) filter (where valence is not null), 0) as with_valence,
           coalesce(sum(sign * danceability::float8::numeric), 0) as danceability,
           coalesce(sum(sign) filter (where danceability is not null), 0) as with_danceability
    from unnest(shares) group by user_id
  ), changed as (
    select * from given
    where (tracks, high, medium, low, with_popularity, energy, valence, with_valence, danceability, with_danceability)
          is distinct from (0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
  ), taken as (
    delete from library_totals
    where ctid = any (array(
      select known.ctid from changed cross join lateral (
        select ctid from library_totals where user_id = changed.user_id for update skip locked offset 0) as known))
    returning user_id, tracks, high, medium, low, with_popularity, energy, valence, with_valence, danceability, with_danceability
  )
  insert into library_totals (user_id, tracks, high, medium, low, with_popularity, energy, valence, with_valence, danceability, with_danceability)
  select user_id, sum(tracks), sum(high), sum(medium), sum(low), sum(with_popularity), sum(energy), sum(valence), sum(with_valence),
         sum(danceability), sum(with_danceability)
  from (select * from changed union all select * from taken) as parts
  group by user_id
  having (sum(tracks), sum(high), sum(medium), sum(low), sum(with_popularity), sum(energy), sum(valence), sum(with_valence),
          sum(danceability), sum(with_danceability)) is distinct from (0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
end $$;

create function add_to_library_artist_counts(shares library_share[]) returns void language plpgsql set enable_seqscan = off as $$
begin
  with changed as (
    select user_id, artist_id, sum(sign) as tracks
    from unnest(shares) group by user_id, artist_id having sum(sign) <> 0
  ), taken as (
    delete from library_artist_counts
    where ctid = any (array(
      select known.ctid from changed cross join lateral (
        select ctid from library_artist_counts
        where user_id = changed.user_id and artist_id = changed.artist_id for update skip locked offset 0) as known))
    returning user_id, artist_id, tracks
  )
  insert into library_artist_counts (user_id, artist_id, tracks)
  select user_id, artist_id, sum(tracks) from (select * from changed union all select * from taken) as parts
  group by user_id, artist_id having sum(tracks) <> 0;
end $$;

create function add_to_library_month_counts(users bigint[], signs integer[], first_seen timestamptz[]) returns void
language plpgsql set enable_seqscan = off as $$
begin
  with changed as (
    select user_id, date_trunc('month', first_seen_at at time zone 'UTC')::date as month, sum(sign) as tracks
    from unnest(users, signs, first_seen) as given (user_id, sign, first_seen_at)
    group by user_id, month having sum(sign) <> 0
  ), taken as (
    delete from library_month_counts
    where ctid = any (array(
      select known.ctid from changed cross join lateral (
        select ctid from library_month_counts where user_id = changed.user_id and month = changed.month for update skip locked offset 0) as known))
    returning user_id, month, tracks
  )
  insert into library_month_counts (user_id, month, tracks)
  select user_id, month, sum(tracks) from (select * from changed union all select * from taken) as parts
  group by user_id, month having sum(tracks) <> 0;
end $$;

-- Somebody may be changing the facts of these tracks at this moment: held, they are what they will be when we commit, and
-- whoever changes them next sees our rows. Held in the order of the Spotify id, as everybody holds tracks. Those that are
-- our own transaction's are held already.
create function count_library_rows(users bigint[], given_tracks bigint[], sign integer) returns void
language plpgsql set enable_seqscan = off as $$
declare
  shares library_share[];
begin
  perform from (
    select from tracks where id = any(given_tracks) and xmin <> pg_current_xact_id()::xid order by spotify_id for share) as held;
  select array_agg(row(given.user_id, sign, artist_id, energy, valence, danceability, popularity is not null)::library_share) into shares
  from unnest(users, given_tracks) as given (user_id, track_id) cross join lateral (
    select artist_id, energy, valence, danceability, popularity from tracks where tracks.id = given.track_id offset 0) as tracks;
  perform add_to_library_totals(shares);
  perform add_to_library_artist_counts(shares);
end $$;

create function library_rows_added() returns trigger language plpgsql as $$
declare
  users bigint[];
  met bigint[];
  first_seen timestamptz[];
begin
  select array_agg(user_id), array_agg(track_id), array_agg(first_seen_at) into users, met, first_seen from new_rows;
  if users is null then return null; end if;
  perform count_library_rows(users, met, 1);
  perform add_to_library_month_counts(users, array_fill(1, array[cardinality(users)]), first_seen);
  return null;
end $$;

create function library_rows_removed() returns trigger language plpgsql as $$
declare
  users bigint[];
  left_behind bigint[];
  first_seen timestamptz[];
begin
  select array_agg(user_id), array_agg(track_id), array_agg(first_seen_at) into users, left_behind, first_seen from old_rows;
  if users is null then return null; end if;
  perform count_library_rows(users, left_behind, -1);
  perform add_to_library_month_counts(users, array_fill(-1, array[cardinality(users)]), first_seen);
  return null;
end $$;

-- The key of a row does not change; when its track was first seen may.
create function library_rows_changed() returns trigger language plpgsql as $$
declare
  users bigint[];
  signs integer[];
  first_seen timestamptz[];
begin
  if exists (select user_id, track_id from new_rows except select user_id, track_id from old_rows) then
    raise exception 'a row of the library keeps its user and its track: delete it and insert another';
  end if;
  select array_agg(user_id), array_agg(sign), array_agg(first_seen_at) into users, signs, first_seen
  from (select user_id, -1 as sign, first_seen_at
        from (select user_id, track_id, first_seen_at from old_rows except select user_id, track_id, first_seen_at from new_rows) as gone
        union all
        select user_id, 1, first_seen_at
        from (select user_id, track_id, first_seen_at from new_rows except select user_id, track_id, first_seen_at from old_rows) as come
       ) as moved;
  if users is null then return null; end if;
  perform add_to_library_month_counts(users, signs, first_seen);
  return null;
end $$;

create function library_emptied() returns trigger language plpgsql as $$
begin
  truncate library_totals, library_artist_counts, library_month_counts;
  return null;
end $$;

-- Features arrive, an artist is corrected: that changes the counts of everybody who has the track. The statement holds
-- the rows already, so whoever has added one to a library has committed, or will count it as it is from now on.
create function track_facts_changed() returns trigger language plpgsql set enable_seqscan = off as $$
declare
  shares library_share[];
begin
  select array_agg(row(library.user_id, sign, artist_id, energy, valence, danceability, popular)::library_share) into shares
  from (select -1 as sign, gone.*
        from (select id, artist_id, energy, valence, danceability, popularity is not null as popular from old_rows
              except select id, artist_id, energy, valence, danceability, popularity is not null from new_rows) as gone
        union all
        select 1, come.*
        from (select id, artist_id, energy, valence, danceability, popularity is not null as popular from new_rows
              except select id, artist_id, energy, valence, danceability, popularity is not null from old_rows) as come
       ) as facts
  cross join lateral (select user_id from library where library.track_id = facts.id offset 0) as library;
  if shares is null then return null; end if;
  perform add_to_library_totals(shares);
  perform add_to_library_artist_counts(shares);
  return null;
end $$;

-- Triggers fire in the order of their names: these come before those that would hold tracks in another order.
create trigger count_rows_added after insert on library
  referencing new table as new_rows for each statement execute function library_rows_added();
create trigger count_rows_removed after delete on library
  referencing old table as old_rows for each statement execute function library_rows_removed();
create trigger count_rows_changed after update on library
  referencing old table as old_rows new table as new_rows for each statement execute function library_rows_changed();
create trigger count_rows_none after truncate on library for each statement execute function library_emptied();
create trigger count_facts_changed after update on tracks
  referencing old table as old_rows new table as new_rows for each statement execute function track_facts_changed();

-- An import turns the checks of foreign keys off for what it knows to be right; the counts go on.
alter table library enable always trigger count_rows_added;
alter table library enable always trigger count_rows_removed;
alter table library enable always trigger count_rows_changed;
alter table library enable always trigger count_rows_none;
alter table tracks enable always trigger count_facts_changed;

select recount_library();
