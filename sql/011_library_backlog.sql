-- Tracks that come into a library by the thousand, as an import brings them, are searched and compared a few seconds
-- later: what 005 keeps of them takes as long as the rows themselves, and nobody's transaction should wait for it. They
-- stand in this list until the server has worked it off. docs/decisions.md says what holds meanwhile.
create table library_backlog (
  user_id  bigint not null constraint library_backlog_user references users,
  part     bigint generated always as identity,
  tracks   bigint[] not null,
  size     integer not null generated always as (cardinality(tracks)) stored,
  constraint library_backlog_key primary key (user_id, part)
);
create index library_backlog_by_age on library_backlog (part);
alter table library_backlog alter column tracks set storage external;  -- to compress what lives for seconds costs more than it saves

-- Whoever brings so many rows must ask for it, so that a program that does not know the list never fills it; and must say
-- "analyze library (user_id, track_id)" in the same transaction, or a planner that remembers a library of three rows looks
-- each track up among all of its user's.
create function comes_in_bulk(rows bigint) returns boolean language sql stable as $$
  select rows > 1000 and coalesce(current_setting('music_time_machine.search_later', true), '') = 'on'
$$;

-- A card is made when its track comes into a library, or is worked off: nobody searches for others.
drop trigger keep_cards_of_added_tracks on tracks;
drop function keep_cards_of_added_tracks();

-- Cards of tracks that have none yet.
create function add_search_cards(ids bigint[]) returns void language plpgsql set enable_seqscan = off as $$
declare
  missing bigint[] := array(
    select distinct id from unnest(ids) as given (id) where (select true from search_cards where track_id = given.id) is null);
begin
  if missing <> '{}' then perform keep_search_cards(missing); end if;
end $$;

-- Cards stay as they are until this transaction ends: those that nobody has made yet, too, for what they would be made of
-- is held. A page of a capture holds artists before tracks: PostgreSQL ends one of two who meet so, and that one tries again.
-- Rows that we made ourselves nobody else sees yet.
create function hold_search_cards(ids bigint[]) returns void language plpgsql set enable_seqscan = off as $$
declare
  missing bigint[] := array(
    select distinct id from unnest(ids) as given (id) where (select true from search_cards where track_id = given.id) is null);
begin
  if missing <> '{}' then
    perform from tracks where id = any (missing) and xmin <> pg_current_xact_id()::xid order by spotify_id for share;
    perform from artists where id in (
      select tracks.artist_id from unnest(missing) as given (id) cross join lateral (select artist_id from tracks where tracks.id = given.id offset 0) as tracks
    ) and xmin <> pg_current_xact_id()::xid order by id for share;
  end if;
  perform from search_cards where track_id = any (ids) and xmin <> pg_current_xact_id()::xid order by track_id for share;
end $$;

-- A track that gets another artist holds both: whoever renames the old one must not write his name on the card again.
create or replace function keep_cards_of_changed_tracks() returns trigger language plpgsql as $$
declare
  changed bigint[] := array(
    select id from (select id, name, artist_id, album_name, release_date, popularity, image_url from after
                    except select id, name, artist_id, album_name, release_date, popularity, image_url from before) as changed);
  singers bigint[] := array(
    select artist_id from (select id, artist_id from before except select id, artist_id from after) as gone
    union select artist_id from (select id, artist_id from after except select id, artist_id from before) as come);
begin
  if changed = '{}' then return null; end if;
  perform from artists where id = any (singers) and xmin <> pg_current_xact_id()::xid order by id for share;
  perform keep_search_cards(changed);
  return null;
end $$;

create or replace function keep_entries_of_added() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  if comes_in_bulk((select count(*) from added)) then
    insert into library_backlog (user_id, tracks)
    select user_id, array_agg(track_id)
    from (select user_id, track_id, row_number() over (partition by user_id order by track_id) as n from added) as numbered
    group by user_id, n / 2000 order by user_id, n / 2000;
    perform pg_notify('library_backlog', '');
    return null;
  end if;
  perform add_search_cards(array(select track_id from added));
  perform hold_search_cards(array(select track_id from added));
  perform add_search_entries(array(
    select row(added.user_id, added.track_id, added.play_count, popularity, title, artist, album)::search_row
    from added cross join lateral (select popularity, title, artist, album from search_cards where search_cards.track_id = added.track_id offset 0) as cards));
  return null;
end $$;

create or replace function drop_entries_of_removed() returns trigger language plpgsql set enable_seqscan = off as $$
declare
  emptied bigint[];
begin
  perform hold_search_cards(array(select track_id from removed));
  select array_agg(user_id) into emptied from (select distinct user_id from removed) as losers
  where not exists (select from library where library.user_id = losers.user_id);
  perform from users where id = any (emptied) order by id for update;
  select array_agg(user_id) into emptied from unnest(emptied) as losers (user_id)
  where not exists (select from library where library.user_id = losers.user_id);
  delete from search_entries where user_id = any (emptied);
  delete from search_words where user_id = any (emptied);
  delete from library_backlog where user_id = any (emptied);
  perform remove_search_entries(array(
    select row(removed.user_id, removed.track_id, removed.play_count, popularity, title, artist, album)::search_row
    from removed cross join lateral (select popularity, title, artist, album from search_cards where search_cards.track_id = removed.track_id offset 0) as cards
    where removed.user_id <> all (coalesce(emptied, '{}'))));
  return null;
end $$;

create or replace function keep_entries_of_played() returns trigger language plpgsql set enable_seqscan = off as $$
declare
  played bigint[] := array(select track_id from (select user_id, track_id, play_count from after except select user_id, track_id, play_count from before) as played);
begin
  if played = '{}' then return null; end if;
  perform hold_search_cards(played);
  perform remove_search_entries(array(
    select row(user_id, gone.track_id, play_count, popularity, title, artist, album)::search_row
    from (select user_id, track_id, play_count from before except select user_id, track_id, play_count from after) as gone
    cross join lateral (select popularity, title, artist, album from search_cards where search_cards.track_id = gone.track_id offset 0) as cards));
  perform add_search_entries(array(
    select row(user_id, come.track_id, play_count, popularity, title, artist, album)::search_row
    from (select user_id, track_id, play_count from after except select user_id, track_id, play_count from before) as come
    cross join lateral (select popularity, title, artist, album from search_cards where search_cards.track_id = come.track_id offset 0) as cards));
  return null;
end $$;

create or replace function keep_sounds_of_added() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  if comes_in_bulk((select count(*) from added)) then return null; end if;
  perform from tracks where id = any (array(select track_id from added)) and xmin <> pg_current_xact_id()::xid order by id for share;
  perform add_sounds(array_agg(user_id), array_agg(track_id)) from added;
  return null;
end $$;

-- Counts are never late, and so many tracks make parts of their own: joined as a whole, because to look each up takes twice
-- as long. Who brings a bulk has a session of its own, and plans these joins of a transition table once.
create or replace function library_rows_added() returns trigger language plpgsql as $$
declare
  users bigint[];
  met bigint[];
  first_seen timestamptz[];
begin
  if comes_in_bulk((select count(*) from new_rows)) then
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

-- Works off the oldest part that nobody else has and whose user nobody is about to delete, and says how many tracks of it
-- are due no more; null when there is none. What somebody changes at this moment, be it the track, its artist or
-- its row of the library, comes last, in a part of its own; for a card that somebody else is making it waits a moment, and fails
-- then. What is held stays as it is until its entries are there; whoever has changed one before may have left its entries already.
create function work_off_library_backlog() returns bigint language plpgsql set enable_seqscan = off set lock_timeout = '100ms' as $$
declare
  due library_backlog;
  held bigint[];
  later bigint[];
begin
  select backlog.* into due
  from library_backlog as backlog cross join lateral (
    select from users where users.id = backlog.user_id for key share skip locked offset 0) as users
  order by backlog.part limit 1
  for update of backlog skip locked;
  if not found then return null; end if;

  held := array(
    select library.track_id
    from unnest(due.tracks) as given (id)
    cross join lateral (select id, artist_id from tracks where tracks.id = given.id for share skip locked offset 0) as tracks
    cross join lateral (select from artists where artists.id = tracks.artist_id for share skip locked offset 0) as artists
    cross join lateral (select track_id from library where user_id = due.user_id and track_id = tracks.id for no key update skip locked offset 0) as library);
  perform add_search_cards(held);
  perform hold_search_cards(held);
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
  return due.size - cardinality(later);
end $$;

-- The oldest part becomes the youngest, so that one that can't be worked off holds nobody else up.
create function put_off_library_backlog() returns void language sql as $$
  with oldest as (
    delete from library_backlog
    where ctid = any (array(
      select backlog.ctid from library_backlog as backlog cross join lateral (
        select from users where users.id = backlog.user_id for key share skip locked offset 0) as users
      order by backlog.part limit 1 for update of backlog skip locked))
    returning user_id, tracks)
  insert into library_backlog (user_id, tracks) select user_id, tracks from oldest
$$;
