-- Tracks that come into a library by the ten thousand, as an import brings them, are searched and compared a few seconds
-- later: what 005 keeps of them takes as long as the rows themselves, and nobody's transaction should wait for it. They
-- stand in this list until the server has worked it off. docs/decisions.md says what holds meanwhile.
create table library_backlog (
  user_id  bigint not null constraint library_backlog_user references users,
  part     bigint generated always as identity,
  tracks   bigint[] not null,
  constraint library_backlog_key primary key (user_id, part)
);
alter table library_backlog alter column tracks set storage external;  -- to compress what lives for seconds costs more than it saves

create function is_bulk(rows bigint) returns boolean language sql immutable parallel safe as $$ select rows > 10000 $$;

-- Cards of tracks that have none yet.
create function add_search_cards(ids bigint[]) returns void language plpgsql set enable_seqscan = off as $$
declare
  missing bigint[] := array(
    select distinct id from unnest(ids) as given (id) where (select true from search_cards where track_id = given.id) is null);
begin
  if missing <> '{}' then perform keep_search_cards(missing); end if;
end $$;

-- A card is made when its track first comes into a library: nobody searches for others.
drop trigger keep_cards_of_added_tracks on tracks;
drop function keep_cards_of_added_tracks();

create or replace function keep_entries_of_added() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  if is_bulk((select count(*) from added)) then
    insert into library_backlog (user_id, tracks)
    select user_id, array_agg(track_id)
    from (select user_id, track_id, row_number() over (partition by user_id order by track_id) as n from added) as numbered
    group by user_id, n / 2000 order by user_id, n / 2000;
    perform pg_notify('library_backlog', '');
    return null;
  end if;
  perform add_search_cards(array(select track_id from added));
  perform from search_cards where track_id in (select track_id from added) and xmin <> pg_current_xact_id()::xid order by track_id for share;
  perform add_search_entries(array(
    select row(added.user_id, added.track_id, added.play_count, popularity, title, artist, album)::search_row
    from added cross join lateral (select popularity, title, artist, album from search_cards where search_cards.track_id = added.track_id offset 0) as cards));
  return null;
end $$;

create or replace function keep_sounds_of_added() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  if is_bulk((select count(*) from added)) then return null; end if;
  perform from tracks where id in (select track_id from added) and xmin <> pg_current_xact_id()::xid order by id for share;
  perform add_sounds(array_agg(user_id), array_agg(track_id)) from added;
  return null;
end $$;

-- Counts are never late, and so many tracks make parts of their own: they are joined as a whole, not looked up one by one.
create or replace function library_rows_added() returns trigger language plpgsql as $$
declare
  users bigint[];
  met bigint[];
  first_seen timestamptz[];
begin
  if is_bulk((select count(*) from new_rows)) then
    perform from (
      select tracks.id from new_rows join tracks on tracks.id = track_id and tracks.xmin <> pg_current_xact_id()::xid
      order by spotify_id for share of tracks) as held;
    with shares as materialized (
      select user_id, artist_id, energy, valence, danceability, popularity from new_rows join tracks on tracks.id = track_id
    ), totals as (
      insert into library_totals (user_id, tracks, high, medium, low, with_popularity, energy, valence, with_valence, danceability, with_danceability)
      select user_id, count(*), count(*) filter (where energy >= 0.8::real), count(*) filter (where energy >= 0.5::real and energy < 0.8::real),
             count(*) filter (where energy < 0.5::real), count(popularity), coalesce(sum(energy::float8::numeric), 0),
             coalesce(sum(valence::float8::numeric), 0), count(valence), coalesce(sum(danceability::float8::numeric), 0), count(danceability)
      from shares group by user_id
    )
    insert into library_artist_counts (user_id, artist_id, tracks) select user_id, artist_id, count(*) from shares group by user_id, artist_id;
    insert into library_month_counts (user_id, month, tracks)
    select user_id, date_trunc('month', first_seen_at at time zone 'UTC')::date, count(*) from new_rows group by 1, 2;
    return null;
  end if;
  select array_agg(user_id), array_agg(track_id), array_agg(first_seen_at) into users, met, first_seen from new_rows;
  if users is null then return null; end if;
  perform count_library_rows(users, met, 1);
  perform add_to_library_month_counts(users, array_fill(1, array[cardinality(users)]), first_seen);
  return null;
end $$;

-- Works off the oldest part that nobody else has and whose user nobody is about to delete, and says how many tracks that
-- were; null when there is none. A track or a row of the library that somebody changes at this moment comes last, in a
-- part of its own, so no row is waited for. What is held stays as it is until its entries are there; whoever has changed one before
-- may have left its entries already.
create function work_off_library_backlog() returns bigint language plpgsql set enable_seqscan = off as $$
declare
  due library_backlog;
  held bigint[];
  later bigint[];
begin
  select backlog.* into due
  from library_backlog as backlog join users on users.id = backlog.user_id
  order by backlog.part limit 1
  for update of backlog skip locked for key share of users skip locked;
  if not found then return null; end if;

  held := array(
    select library.track_id
    from unnest(due.tracks) as given (id)
    cross join lateral (select id from tracks where tracks.id = given.id for share skip locked offset 0) as tracks
    cross join lateral (select track_id from library where user_id = due.user_id and track_id = tracks.id for share skip locked offset 0) as library);
  perform add_search_cards(held);
  perform from search_cards where track_id = any (held) and xmin <> pg_current_xact_id()::xid order by track_id for share;
  perform add_search_entries(array(
    select row(due.user_id, id, play_count, popularity, title, artist, album)::search_row
    from unnest(held) as given (id)
    cross join lateral (select play_count from library where user_id = due.user_id and track_id = given.id offset 0) as library
    cross join lateral (select popularity, title, artist, album from search_cards where track_id = given.id offset 0) as cards
    where (select true from search_entries
           where user_id = due.user_id and word = '' and place = search_place(0, play_count, popularity) and track_id = given.id) is null));
  perform add_sounds(array_fill(due.user_id, array[cardinality(held)]), held);

  later := array(
    select given.id from (select unnest(due.tracks) as id except select unnest(held)) as given
    cross join lateral (select from library where user_id = due.user_id and track_id = given.id offset 0) as library);
  delete from library_backlog where user_id = due.user_id and part = due.part;
  if later <> '{}' then insert into library_backlog (user_id, tracks) values (due.user_id, later); end if;
  return cardinality(held);
end $$;
