-- A database as the steps up to 012 left it, with a row of every kind: what an upgrade is tested with.
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', 'public', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE EXTENSION IF NOT EXISTS btree_gin WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
CREATE TYPE library_share AS (
	user_id bigint,
	sign integer,
	artist_id bigint,
	energy real,
	valence real,
	danceability real,
	popular boolean
);
CREATE TYPE search_row AS (
	user_id bigint,
	track_id bigint,
	plays integer,
	popularity smallint,
	title text,
	artist text,
	album text
);
CREATE FUNCTION add_search_cards(ids bigint[]) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $$
declare
  missing bigint[] := array(
    select distinct id from unnest(ids) as given (id) where (select true from search_cards where track_id = given.id) is null);
begin
  if missing <> '{}' then perform keep_search_cards(missing); end if;
end $$;
CREATE FUNCTION add_search_entries(rows search_row[]) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $$
declare
  owners bigint[];
  said text[];
  firsts bigint[];
begin
  with entries as materialized (
    select given.user_id, words.word collate "C" as word, search_place(words.stands, given.plays, given.popularity) as place, given.track_id
    from unnest(rows) as given cross join lateral words_of_track(given.title, given.artist, given.album) as words
  ), added as (
    insert into search_entries (user_id, word, place, track_id) select user_id, word, place, track_id from entries order by word, place
  )
  select array_agg(best.user_id), array_agg(best.word), array_agg(best.place) into owners, said, firsts
  from (select user_id, word, min(place) as place from entries group by user_id, word) as best;
  perform add_search_words(owners, said, firsts);
end $$;
CREATE FUNCTION add_search_words(users bigint[], words text[], bests bigint[]) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $$
begin
  with better as materialized (
    select given.user_id, given.word collate "C" as word, given.best
    from unnest(users, words, bests) as given (user_id, word, best)
    cross join lateral (select min(known.best) as best from search_words as known
                        where known.user_id = given.user_id and known.word = given.word offset 0) as known
    where known.best is null or known.best > given.best
  ), taken as (
    delete from search_words where ctid = any (array(
      select known.ctid from better cross join lateral (
        select ctid from search_words where user_id = better.user_id and word = better.word for update skip locked offset 0) as known))
  )
  insert into search_words (user_id, word, best) select user_id, word, best from better;
end $$;
CREATE FUNCTION add_sounds(users bigint[], tracks_met bigint[]) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $$
begin
  insert into sounds (user_id, track_id, energy, valence, danceability)
  select given.user_id, given.track_id, tracks.energy, tracks.valence, tracks.danceability
  from unnest(users, tracks_met) as given (user_id, track_id) cross join lateral (
    select energy, valence, danceability from tracks where tracks.id = given.track_id offset 0) as tracks
  where tracks.energy is not null and tracks.valence is not null and tracks.danceability is not null
  order by given.user_id, given.track_id
  on conflict on constraint sounds_key do nothing;
end $$;
CREATE FUNCTION add_to_library_artist_counts(shares library_share[]) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $$
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
CREATE FUNCTION add_to_library_month_counts(users bigint[], signs integer[], first_seen timestamp with time zone[]) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $$
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
CREATE FUNCTION add_to_library_totals(shares library_share[]) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $$
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
CREATE FUNCTION comes_in_bulk(rows bigint) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
  select rows > 1000 and coalesce(current_setting('music_time_machine.search_later', true), '') = 'on'
$$;
CREATE FUNCTION count_library_rows(users bigint[], given_tracks bigint[], sign integer) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $$
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
CREATE FUNCTION drop_entries_of_removed() RETURNS trigger
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $$
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
CREATE FUNCTION drop_sounds(users bigint[], tracks_left bigint[]) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $$
begin
  delete from sounds where ctid = any (array(
    select kept.ctid from unnest(users, tracks_left) as given (user_id, track_id) cross join lateral (
      select ctid from sounds where sounds.user_id = given.user_id and sounds.track_id = given.track_id offset 0) as kept));
end $$;
CREATE FUNCTION drop_sounds_of_removed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  perform drop_sounds(array_agg(user_id), array_agg(track_id)) from removed;
  return null;
end $$;
CREATE FUNCTION erase_user(who bigint) RETURNS void
    LANGUAGE plpgsql
    AS $_$
declare
  place record;
begin
  perform from users where id = who for update;
  for place in
    select conrelid::regclass as name, attname as user_column
    from pg_constraint
    join pg_attribute on attrelid = conrelid and attnum = conkey[1]
    where contype = 'f' and confrelid = 'users'::regclass and conparentid = 0
    order by conrelid = 'library'::regclass, conrelid::regclass::text
  loop
    execute format('delete from %s where %I = $1', place.name, place.user_column) using who;
  end loop;
  delete from users where id = who;
end
$_$;
CREATE FUNCTION folded(name text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $_$
  select case when lower(unaccent(name)) ~ '^[a-z0-9]+( [a-z0-9]+)*$' then ' ' || lower(unaccent(name)) || ' ' else
         ' ' || coalesce(nullif(btrim(replace(replace(replace(
           translate(replace(replace(lower(unaccent(name)), '''', ''), '`', ''),
                     E'!"#$%&()*+,-./:;<=>?@[\\]^_{|}~\t\r\n\u00a0\u3000¿¡·•、。「」『』（）！？・', repeat(' ', 60)),
           '  ', ' '), '  ', ' '), '  ', ' ')), ''),
         btrim(regexp_replace(lower(unaccent(name)), '\s+', ' ', 'g')), '') || ' ' end
$_$;
CREATE FUNCTION hold_search_cards(ids bigint[]) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $$
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
CREATE FUNCTION keep_cards_of_changed_artists() RETURNS trigger
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $$
declare
  changed bigint[] := array(
    select tracks.id from (select id, name from after except select id, name from before) as changed
    cross join lateral (select id from tracks where tracks.artist_id = changed.id offset 0) as tracks);
begin
  if changed <> '{}' then perform keep_search_cards(changed); end if;
  return null;
end $$;
CREATE FUNCTION keep_cards_of_changed_tracks() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION keep_entries_of_added() RETURNS trigger
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $$
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
CREATE FUNCTION keep_entries_of_changed_cards() RETURNS trigger
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $$
begin
  perform remove_search_entries(array(
    select row(user_id, gone.track_id, play_count, popularity, title, artist, album)::search_row
    from (select track_id, popularity, title, artist, album from before except select track_id, popularity, title, artist, album from after) as gone
    cross join lateral (select user_id, play_count from library where library.track_id = gone.track_id offset 0) as library));
  perform add_search_entries(array(
    select row(user_id, come.track_id, play_count, popularity, title, artist, album)::search_row
    from (select track_id, popularity, title, artist, album from after except select track_id, popularity, title, artist, album from before) as come
    cross join lateral (select user_id, play_count from library where library.track_id = come.track_id offset 0) as library));
  return null;
end $$;
CREATE FUNCTION keep_entries_of_played() RETURNS trigger
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $$
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
CREATE FUNCTION keep_search_cards(ids bigint[]) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $$
begin
  perform from artists where id in (
    select tracks.artist_id from unnest(ids) as given (id) cross join lateral (select artist_id from tracks where tracks.id = given.id offset 0) as tracks
  ) and xmin <> pg_current_xact_id()::xid order by id for share;
  with facts as materialized (
    select tracks.* from unnest(ids) as given (id) cross join lateral (
      select id, name, artist_id, album_name, release_date, popularity, image_url, spotify_id from tracks where tracks.id = given.id offset 0) as tracks
  ), singers as materialized (
    select artists.id, artists.name, folded(artists.name) as folded
    from (select distinct artist_id from facts) as of cross join lateral (select id, name from artists where artists.id = of.artist_id offset 0) as artists
  )
  insert into search_cards (track_id, title, artist, album, name, artist_name, album_name, release_year, popularity, image_url, spotify_id)
  select facts.id, folded(facts.name), singers.folded, folded(facts.album_name), facts.name, singers.name, facts.album_name,
         date_part('year', facts.release_date), facts.popularity, facts.image_url, facts.spotify_id
  from facts join singers on singers.id = facts.artist_id
  order by facts.id
  on conflict on constraint search_cards_key do update
    set title = excluded.title, artist = excluded.artist, album = excluded.album, name = excluded.name, artist_name = excluded.artist_name,
        album_name = excluded.album_name, release_year = excluded.release_year, popularity = excluded.popularity, image_url = excluded.image_url;
end $$;
CREATE FUNCTION keep_sounds_of_added() RETURNS trigger
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $$
begin
  if comes_in_bulk((select count(*) from added)) then return null; end if;
  perform from tracks where id = any (array(select track_id from added)) and xmin <> pg_current_xact_id()::xid order by id for share;
  perform add_sounds(array_agg(user_id), array_agg(track_id)) from added;
  return null;
end $$;
CREATE FUNCTION keep_sounds_of_changed() RETURNS trigger
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $$
declare
  users bigint[];
  changed bigint[];
begin
  select array_agg(user_id), array_agg(id) into users, changed
  from (select id, energy, valence, danceability from before except select id, energy, valence, danceability from after) as changed
  cross join lateral (select user_id from library where library.track_id = changed.id offset 0) as library;
  if changed is null then return null; end if;
  perform drop_sounds(users, changed);
  perform add_sounds(users, changed);
  return null;
end $$;
CREATE FUNCTION library_emptied() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  truncate library_totals, library_artist_counts, library_month_counts;
  return null;
end $$;
CREATE FUNCTION library_rows_added() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION library_rows_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION library_rows_removed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION playlist_parts_are_not_truncated() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  raise feature_not_supported using message = 'tracks and playlists can''t be truncated: playlist_tracks names them';
end $$;
CREATE FUNCTION playlists_keep_their_names() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  raise feature_not_supported using message = 'a playlist keeps its user and its id: playlist_tracks names them';
end $$;
CREATE FUNCTION playlists_keep_their_tracks() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  -- Waits for additions under way, whose statements may have seen the track, and holds later ones off until the end.
  lock table playlist_tracks in share row exclusive mode;
  if exists (select from playlist_tracks join gone on gone.id = playlist_tracks.track_id) then
    raise foreign_key_violation using message = 'a track that stands in a playlist can''t be deleted', constraint = 'playlist_track_known';
  end if;
  return null;
end $$;
CREATE FUNCTION put_off_library_backlog() RETURNS void
    LANGUAGE sql
    AS $$
  with oldest as (
    delete from library_backlog
    where ctid = any (array(
      select backlog.ctid from library_backlog as backlog cross join lateral (
        select from users where users.id = backlog.user_id for key share skip locked offset 0) as users
      order by backlog.part limit 1 for update of backlog skip locked))
    returning user_id, tracks)
  insert into library_backlog (user_id, tracks) select user_id, tracks from oldest
$$;
CREATE FUNCTION recount_library() RETURNS void
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION remove_search_entries(rows search_row[]) RETURNS void
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $$
begin
  delete from search_entries where ctid = any (array(
    select entries.ctid from unnest(rows) as gone cross join lateral words_of_track(gone.title, gone.artist, gone.album) as words
    cross join lateral (
      select ctid from search_entries
      where user_id = gone.user_id and word = words.word and place = search_place(words.stands, gone.plays, gone.popularity)
        and track_id = gone.track_id offset 0) as entries));
end $$;
CREATE FUNCTION search_place(stands bigint, plays integer, popularity smallint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  select (stands << 40) | ((2147483647 - plays)::bigint << 8) | (100 - coalesce(popularity, -1))::bigint
$$;
CREATE FUNCTION sound_part(feature double precision) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  select least(15, greatest(0, floor(feature * 16)))::integer
$$;
CREATE FUNCTION sound_cell(energy double precision, valence double precision) RETURNS smallint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (((sound_part(energy) * 16) + sound_part(valence)))::smallint;
CREATE FUNCTION track_facts_changed() RETURNS trigger
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    AS $$
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
CREATE FUNCTION tracks_leave_with_their_playlist() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  delete from playlist_tracks using gone where (playlist_tracks.user_id, playlist_tracks.playlist_id) = (gone.user_id, gone.playlist_id);
  return null;
end $$;
CREATE FUNCTION words_of_track(title text, artist text, album text) RETURNS TABLE(word text, stands bigint)
    LANGUAGE sql IMMUTABLE ROWS 8 PARALLEL SAFE
    AS $$
  select word, case when word = '' or title = ' ' || word || ' ' then 0::bigint
                    when position(' ' || word || ' ' in title) > 0 then 1
                    when artist = ' ' || word || ' ' then 2
                    when position(' ' || word || ' ' in artist) > 0 then 3
                    else 4 end
  from (select string_to_array(title || artist || album, ' ') as words offset 0) as said
  cross join lateral unnest(said.words) with ordinality as w (word, n)
  where array_position(said.words, word) = n
$$;
CREATE FUNCTION work_off_library_backlog() RETURNS bigint
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    SET lock_timeout TO '100ms'
    AS $$
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
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE api_keys (
    key_digest bytea NOT NULL,
    user_id bigint NOT NULL,
    label character varying(100) NOT NULL,
    scope character varying(5) NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone,
    expires_at timestamp with time zone,
    id bigint NOT NULL,
    CONSTRAINT api_key_scope_known CHECK (((scope)::text = ANY ((ARRAY['read'::character varying, 'write'::character varying])::text[])))
);
ALTER TABLE api_keys ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME api_keys_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE artists (
    id bigint NOT NULL,
    spotify_id character varying(22) NOT NULL,
    name character varying(500) NOT NULL,
    created_at timestamp with time zone DEFAULT now()
);
ALTER TABLE artists ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME artists_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE captures (
    user_id bigint NOT NULL,
    id bigint NOT NULL,
    state character varying(10) DEFAULT 'waiting'::character varying NOT NULL,
    steps jsonb NOT NULL,
    problems jsonb DEFAULT '[]'::jsonb NOT NULL,
    problem_count integer DEFAULT 0 NOT NULL,
    sentence text DEFAULT ''::text NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    resumes_at timestamp with time zone,
    claimed_by text,
    claimed_until timestamp with time zone,
    CONSTRAINT capture_state_known CHECK (((state)::text = ANY ((ARRAY['waiting'::character varying, 'running'::character varying, 'done'::character varying, 'partial'::character varying, 'failed'::character varying])::text[])))
);
ALTER TABLE captures ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME captures_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE idempotency_keys (
    user_id bigint NOT NULL,
    key character varying(255) NOT NULL,
    request_digest bytea NOT NULL,
    claimed_until timestamp with time zone NOT NULL,
    status smallint,
    answer bytea,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE import_rejects (
    user_id bigint NOT NULL,
    import_id bigint NOT NULL,
    part integer NOT NULL,
    csv bytea NOT NULL
);
CREATE TABLE imports (
    user_id bigint NOT NULL,
    id bigint NOT NULL,
    state character varying(10) DEFAULT 'waiting'::character varying NOT NULL,
    bytes bigint NOT NULL,
    progress jsonb,
    report jsonb,
    sentence text DEFAULT ''::text NOT NULL,
    rejects_bytes bigint DEFAULT 0 NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    claimed_by text,
    claimed_until timestamp with time zone,
    CONSTRAINT import_state_known CHECK (((state)::text = ANY ((ARRAY['waiting'::character varying, 'running'::character varying, 'done'::character varying, 'failed'::character varying])::text[])))
);
ALTER TABLE imports ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME imports_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE library (
    user_id bigint NOT NULL,
    track_id bigint NOT NULL,
    first_seen_at timestamp with time zone NOT NULL,
    saved_at timestamp with time zone,
    play_count integer DEFAULT 0 NOT NULL,
    ms_played bigint DEFAULT 0 NOT NULL,
    last_played_at timestamp with time zone,
    imported_at timestamp with time zone
);
CREATE TABLE library_artist_counts (
    user_id bigint NOT NULL,
    artist_id bigint NOT NULL,
    part bigint NOT NULL,
    tracks bigint NOT NULL
);
CREATE TABLE tracks (
    id bigint NOT NULL,
    spotify_id character varying(22) NOT NULL,
    name character varying(500) NOT NULL,
    artist_id bigint NOT NULL,
    album_name character varying(500),
    release_date date,
    release_precision character varying(5),
    duration_ms integer,
    popularity smallint,
    isrc character varying(32),
    image_url text,
    audio_features jsonb,
    features_source character varying(40),
    features_asked_at timestamp with time zone,
    raw_json jsonb,
    created_at timestamp with time zone DEFAULT now(),
    energy real GENERATED ALWAYS AS (
CASE
    WHEN (jsonb_typeof((audio_features -> 'energy'::text)) = 'number'::text) THEN ((audio_features ->> 'energy'::text))::real
    ELSE NULL::real
END) STORED,
    valence real GENERATED ALWAYS AS (
CASE
    WHEN (jsonb_typeof((audio_features -> 'valence'::text)) = 'number'::text) THEN ((audio_features ->> 'valence'::text))::real
    ELSE NULL::real
END) STORED,
    danceability real GENERATED ALWAYS AS (
CASE
    WHEN (jsonb_typeof((audio_features -> 'danceability'::text)) = 'number'::text) THEN ((audio_features ->> 'danceability'::text))::real
    ELSE NULL::real
END) STORED,
    acousticness real GENERATED ALWAYS AS (
CASE
    WHEN (jsonb_typeof((audio_features -> 'acousticness'::text)) = 'number'::text) THEN ((audio_features ->> 'acousticness'::text))::real
    ELSE NULL::real
END) STORED,
    instrumentalness real GENERATED ALWAYS AS (
CASE
    WHEN (jsonb_typeof((audio_features -> 'instrumentalness'::text)) = 'number'::text) THEN ((audio_features ->> 'instrumentalness'::text))::real
    ELSE NULL::real
END) STORED,
    liveness real GENERATED ALWAYS AS (
CASE
    WHEN (jsonb_typeof((audio_features -> 'liveness'::text)) = 'number'::text) THEN ((audio_features ->> 'liveness'::text))::real
    ELSE NULL::real
END) STORED,
    speechiness real GENERATED ALWAYS AS (
CASE
    WHEN (jsonb_typeof((audio_features -> 'speechiness'::text)) = 'number'::text) THEN ((audio_features ->> 'speechiness'::text))::real
    ELSE NULL::real
END) STORED,
    tempo real GENERATED ALWAYS AS (
CASE
    WHEN (jsonb_typeof((audio_features -> 'tempo'::text)) = 'number'::text) THEN ((audio_features ->> 'tempo'::text))::real
    ELSE NULL::real
END) STORED,
    loudness real GENERATED ALWAYS AS (
CASE
    WHEN (jsonb_typeof((audio_features -> 'loudness'::text)) = 'number'::text) THEN ((audio_features ->> 'loudness'::text))::real
    ELSE NULL::real
END) STORED,
    CONSTRAINT duration_not_negative CHECK ((duration_ms >= 0)),
    CONSTRAINT popularity_in_range CHECK (((popularity >= 0) AND (popularity <= 100))),
    CONSTRAINT release_date_with_precision CHECK (((release_date IS NULL) = (release_precision IS NULL))),
    CONSTRAINT release_precision_known CHECK (((release_precision)::text = ANY ((ARRAY['year'::character varying, 'month'::character varying, 'day'::character varying])::text[])))
)
WITH (toast_tuple_target='512');
CREATE VIEW library_artist_counts_counted AS
 SELECT library.user_id,
    tracks.artist_id,
    count(*) AS tracks
   FROM (library
     JOIN tracks ON ((tracks.id = library.track_id)))
  GROUP BY library.user_id, tracks.artist_id;
ALTER TABLE library_artist_counts ALTER COLUMN part ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME library_artist_counts_part_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE library_artists (
    user_id bigint NOT NULL,
    artist_id bigint NOT NULL,
    first_seen_at timestamp with time zone
);
CREATE TABLE library_backlog (
    user_id bigint NOT NULL,
    part bigint NOT NULL,
    tracks bigint[] NOT NULL,
    size integer GENERATED ALWAYS AS (cardinality(tracks)) STORED NOT NULL
);
ALTER TABLE ONLY library_backlog ALTER COLUMN tracks SET STORAGE EXTERNAL;
ALTER TABLE library_backlog ALTER COLUMN part ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME library_backlog_part_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE library_month_counts (
    user_id bigint NOT NULL,
    month date NOT NULL,
    part bigint NOT NULL,
    tracks bigint NOT NULL
);
CREATE VIEW library_month_counts_counted AS
 SELECT library.user_id,
    (date_trunc('month'::text, (library.first_seen_at AT TIME ZONE 'UTC'::text)))::date AS month,
    count(*) AS tracks
   FROM library
  GROUP BY library.user_id, ((date_trunc('month'::text, (library.first_seen_at AT TIME ZONE 'UTC'::text)))::date);
ALTER TABLE library_month_counts ALTER COLUMN part ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME library_month_counts_part_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE library_totals (
    user_id bigint NOT NULL,
    part bigint NOT NULL,
    tracks bigint NOT NULL,
    high bigint NOT NULL,
    medium bigint NOT NULL,
    low bigint NOT NULL,
    with_popularity bigint NOT NULL,
    energy numeric NOT NULL,
    valence numeric NOT NULL,
    with_valence bigint NOT NULL,
    danceability numeric NOT NULL,
    with_danceability bigint NOT NULL
);
CREATE VIEW library_totals_counted AS
 SELECT library.user_id,
    count(*) AS tracks,
    count(*) FILTER (WHERE (tracks.energy >= (0.8)::real)) AS high,
    count(*) FILTER (WHERE ((tracks.energy >= (0.5)::real) AND (tracks.energy < (0.8)::real))) AS medium,
    count(*) FILTER (WHERE (tracks.energy < (0.5)::real)) AS low,
    count(tracks.popularity) AS with_popularity,
    COALESCE(sum(((tracks.energy)::double precision)::numeric), (0)::numeric) AS energy,
    COALESCE(sum(((tracks.valence)::double precision)::numeric), (0)::numeric) AS valence,
    count(tracks.valence) AS with_valence,
    COALESCE(sum(((tracks.danceability)::double precision)::numeric), (0)::numeric) AS danceability,
    count(tracks.danceability) AS with_danceability
   FROM (library
     JOIN tracks ON ((tracks.id = library.track_id)))
  GROUP BY library.user_id;
ALTER TABLE library_totals ALTER COLUMN part ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME library_totals_part_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE logins (
    state_digest bytea NOT NULL,
    browser_digest bytea NOT NULL,
    verifier text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE playlist_tracks (
    user_id bigint NOT NULL,
    playlist_id character varying(100) NOT NULL,
    track_id bigint NOT NULL,
    "position" smallint NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    CONSTRAINT position_not_negative CHECK (("position" >= 0))
);
CREATE TABLE playlists (
    user_id bigint NOT NULL,
    playlist_id character varying(100) NOT NULL,
    name character varying(100) NOT NULL,
    kind character varying(20) NOT NULL,
    year smallint,
    choice character varying(10),
    state character varying(10) DEFAULT 'draft'::character varying NOT NULL,
    marker text,
    spotify_playlist_id text,
    url text,
    published_count integer DEFAULT 0 NOT NULL,
    problem text,
    claimed_by text,
    claimed_until timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT playlist_choice_known CHECK (((choice)::text = ANY ((ARRAY['loved'::character varying, 'released'::character varying])::text[]))),
    CONSTRAINT playlist_state_known CHECK (((state)::text = ANY ((ARRAY['draft'::character varying, 'publishing'::character varying, 'published'::character varying, 'partial'::character varying, 'failed'::character varying])::text[])))
);
CREATE TABLE plays (
    user_id bigint NOT NULL,
    played_at timestamp with time zone NOT NULL,
    track_id bigint NOT NULL,
    ms_played integer,
    source character varying(20) NOT NULL
);
CREATE TABLE schema_steps (
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE search_cards (
    track_id bigint NOT NULL,
    title text NOT NULL,
    artist text NOT NULL,
    album text NOT NULL,
    name character varying(500) NOT NULL,
    artist_name character varying(500) NOT NULL,
    album_name character varying(500),
    release_year smallint,
    popularity smallint,
    image_url text,
    spotify_id character varying(22) NOT NULL
);
CREATE TABLE search_entries (
    user_id bigint NOT NULL,
    word text NOT NULL COLLATE pg_catalog."C",
    place bigint NOT NULL,
    track_id bigint NOT NULL
);
CREATE TABLE search_words (
    user_id bigint NOT NULL,
    word text NOT NULL COLLATE pg_catalog."C",
    part bigint NOT NULL,
    best bigint NOT NULL
);
ALTER TABLE search_words ALTER COLUMN part ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME search_words_part_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE sessions (
    token_digest bytea NOT NULL,
    user_id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    agent text,
    id bigint NOT NULL
);
ALTER TABLE sessions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME sessions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE snapshots (
    user_id bigint NOT NULL,
    snapshot_date date NOT NULL,
    time_range character varying(11) NOT NULL,
    rank smallint NOT NULL,
    track_id bigint NOT NULL,
    CONSTRAINT snapshot_range_known CHECK (((time_range)::text = ANY ((ARRAY['short_term'::character varying, 'medium_term'::character varying, 'long_term'::character varying])::text[]))),
    CONSTRAINT snapshot_rank_positive CHECK ((rank > 0))
);
CREATE TABLE sounds (
    user_id bigint NOT NULL,
    track_id bigint NOT NULL,
    energy real NOT NULL,
    valence real NOT NULL,
    danceability real NOT NULL,
    cell smallint GENERATED ALWAYS AS (sound_cell((energy)::double precision, (valence)::double precision)) STORED NOT NULL
);
CREATE TABLE spotify_budgets (
    client_id text NOT NULL,
    blocked_until timestamp with time zone,
    blocked_why text,
    calls jsonb DEFAULT '[]'::jsonb NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE spotify_grants (
    user_id bigint NOT NULL,
    access_token bytea NOT NULL,
    refresh_token bytea,
    scopes text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    authorized_at timestamp with time zone NOT NULL,
    state character varying(20) DEFAULT 'ok'::character varying NOT NULL,
    CONSTRAINT grant_state_known CHECK (((state)::text = ANY ((ARRAY['ok'::character varying, 'needs_login'::character varying])::text[])))
);
ALTER TABLE tracks ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME tracks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE users (
    id bigint NOT NULL,
    spotify_user_id text NOT NULL,
    spotify_account_id text,
    display_name text,
    image_url text,
    time_zone text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    history_deleted_at timestamp with time zone
);
ALTER TABLE users ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME users_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
INSERT INTO api_keys OVERRIDING SYSTEM VALUE VALUES ('\x1b9c02a49497a9b87ed93b506e90e34113cf8b1d2e86c03be518769917b79450', 1, 'wall', 'read', '2024-01-01 00:00:00+00', NULL, NULL, 1);
INSERT INTO artists OVERRIDING SYSTEM VALUE VALUES (1, '0000000000000000000001', 'Björk', '2024-01-01 00:00:00+00');
INSERT INTO artists OVERRIDING SYSTEM VALUE VALUES (2, '_made_up_000000000000a', 'Nobody & Sons', NULL);
INSERT INTO artists OVERRIDING SYSTEM VALUE VALUES (3, '0000000000000000000003', 'Without tracks', '2012-12-12 00:00:00+00');
INSERT INTO captures OVERRIDING SYSTEM VALUE VALUES (1, 1, 'partial', '[{"done": 1, "name": "liked_songs", "added": 1, "state": "partial", "total": 1, "skipped": 0}]', '[{"why": "broken", "step": "liked_songs", "what": "song 2"}]', 1, 'Most of your history is here', '2025-01-01 00:00:00+00', '2025-01-01 00:00:00+00', NULL, NULL, NULL);
INSERT INTO captures OVERRIDING SYSTEM VALUE VALUES (3, 2, 'done', '[]', '[]', 0, '', '2025-01-01 00:00:00+00', '2025-01-01 00:00:00+00', NULL, NULL, NULL);
INSERT INTO idempotency_keys VALUES (1, 'once', '\x05', '2026-11-30 11:18:13.681995+00', 201, '\x06', '2099-01-01 00:00:00+00');
INSERT INTO import_rejects VALUES (1, 1, 0, '\x726f772c726561736f6e');
INSERT INTO imports OVERRIDING SYSTEM VALUE VALUES (1, 1, 'done', 1000, NULL, '{"tables": []}', '2 rows', 9, '2024-04-04 00:00:00+00', '2024-04-04 00:00:00+00', NULL, NULL);
INSERT INTO imports OVERRIDING SYSTEM VALUE VALUES (2, 2, 'failed', 5, NULL, NULL, 'not a database', 0, '2024-04-04 00:00:00+00', '2024-04-04 00:00:00+00', NULL, NULL);
INSERT INTO library VALUES (1, 1, '2019-05-05 05:05:05.123+00', '2020-01-01 00:00:00+00', 0, 0, NULL, NULL);
INSERT INTO library VALUES (1, 2, '2024-04-04 00:00:00+00', NULL, 0, 0, NULL, '2024-04-04 00:00:00+00');
INSERT INTO library VALUES (1, 3, '2015-01-01 00:00:00+00', NULL, 0, 0, NULL, '2024-04-04 00:00:00+00');
INSERT INTO library VALUES (2, 2, '2024-06-06 00:00:00+00', '2024-06-06 00:00:00+00', 0, 0, NULL, NULL);
INSERT INTO library VALUES (3, 1, '2024-06-06 00:00:00+00', NULL, 0, 0, NULL, NULL);
INSERT INTO library_artist_counts OVERRIDING SYSTEM VALUE VALUES (2, 2, 1, 1);
INSERT INTO library_artist_counts OVERRIDING SYSTEM VALUE VALUES (3, 1, 2, 1);
INSERT INTO library_artist_counts OVERRIDING SYSTEM VALUE VALUES (1, 1, 3, 2);
INSERT INTO library_artist_counts OVERRIDING SYSTEM VALUE VALUES (1, 2, 4, 1);
INSERT INTO library_artists VALUES (1, 1, '2014-01-01 00:00:00+00');
INSERT INTO library_artists VALUES (1, 3, NULL);
INSERT INTO library_month_counts OVERRIDING SYSTEM VALUE VALUES (2, '2024-06-01', 1, 1);
INSERT INTO library_month_counts OVERRIDING SYSTEM VALUE VALUES (1, '2019-05-01', 2, 1);
INSERT INTO library_month_counts OVERRIDING SYSTEM VALUE VALUES (3, '2024-06-01', 3, 1);
INSERT INTO library_month_counts OVERRIDING SYSTEM VALUE VALUES (1, '2015-01-01', 4, 1);
INSERT INTO library_month_counts OVERRIDING SYSTEM VALUE VALUES (1, '2024-04-01', 5, 1);
INSERT INTO library_totals OVERRIDING SYSTEM VALUE VALUES (1, 1, 3, 1, 1, 0, 1, 1.399999976158142, 1.050000011920929, 2, 1.000000000000000, 2);
INSERT INTO library_totals OVERRIDING SYSTEM VALUE VALUES (2, 2, 1, 1, 0, 0, 0, 0.899999976158142, 0.800000011920929, 1, 0.699999988079071, 1);
INSERT INTO library_totals OVERRIDING SYSTEM VALUE VALUES (3, 3, 1, 0, 1, 0, 1, 0.5, 0.25, 1, 0.300000011920929, 1);
INSERT INTO logins VALUES ('\x03', '\x04', 'verifier', '2026-11-30 11:18:13.681995+00');
INSERT INTO playlist_tracks VALUES (1, 'playlist_2016_loved', 1, 1, '2025-01-01 00:00:00+00');
INSERT INTO playlist_tracks VALUES (1, 'playlist_2016_loved', 2, 2, '2025-01-01 00:00:00+00');
INSERT INTO playlist_tracks VALUES (1, 'playlist_2010', 3, 0, NULL);
INSERT INTO playlist_tracks VALUES (3, 'mine', 2, 7, '2025-01-01 00:00:00+00');
INSERT INTO playlists VALUES (1, 'playlist_2016_loved', 'My 2016', 'year', 2016, 'loved', 'published', 'marker', 'spotify-playlist', 'https://open.spotify.com/playlist/x', 2, NULL, NULL, NULL, '2025-01-01 00:00:00+00', '2025-01-02 00:00:00+00');
INSERT INTO playlists VALUES (1, 'playlist_2010', '2010', 'imported', 2010, NULL, 'draft', NULL, NULL, NULL, 0, NULL, NULL, NULL, '2024-04-04 00:00:00+00', '2024-04-04 00:00:00+00');
INSERT INTO playlists VALUES (3, 'mine', 'Mine', 'own', NULL, NULL, 'failed', NULL, NULL, NULL, 0, 'refused', NULL, NULL, '2025-01-01 00:00:00+00', '2025-01-02 00:00:00+00');
INSERT INTO plays VALUES (1, '2025-01-01 10:00:00.5+00', 1, NULL, 'recently_played');
INSERT INTO plays VALUES (1, '2025-01-01 10:00:00.5+00', 2, 30000, 'recently_played');
INSERT INTO plays VALUES (1, '1969-07-20 20:17:40+00', 1, -5, 'test');
INSERT INTO plays VALUES (2, '2038-01-19 03:14:08+00', 2, 0, 'recently_played');
INSERT INTO schema_steps VALUES ('001_catalogue.sql', '19bfdffa46fca71f9cc4c769a91f7e99ee09899bbc8757029b570697572f74a2', '2026-11-30 11:18:13.777143+00');
INSERT INTO schema_steps VALUES ('002_people.sql', 'c2a82466319f73781ca7bb2dba74ae5dc77a4db247b8ea2afdd87b461e2f1a98', '2026-11-30 11:18:13.815901+00');
INSERT INTO schema_steps VALUES ('003_history.sql', 'efbd2b8cba7187bd70f094a8adf72c3c895c02bfb52a84569c2761ea4a5939ca', '2026-11-30 11:18:13.850671+00');
INSERT INTO schema_steps VALUES ('004_imports.sql', 'c53c465b487307453efe6e213d5daf284d77336de1d30a8f6ea275b2c1d57333', '2026-11-30 11:18:13.887256+00');
INSERT INTO schema_steps VALUES ('005_search.sql', '1c2a59109d30f36341c387c4a7f90494e8f1613f3472579600dc56eb3016923c', '2026-11-30 11:18:13.924061+00');
INSERT INTO schema_steps VALUES ('005_similar.sql', '9497578ece1a6826349b8f884a2e639a083f88c0199abb396c0ca52d38e83209', '2026-11-30 11:18:13.959646+00');
INSERT INTO schema_steps VALUES ('006_playlist_sources.sql', 'a29f6094d5dede454da7271a06e788bfcdd4c4f7abfd3c89aa1c1132b8472e60', '2026-11-30 11:18:13.995096+00');
INSERT INTO schema_steps VALUES ('007_analytics.sql', '174ade72e975692a3cee52a3f2f823cb6126a56d9c3e08606d4dcd3fb1f2bb08', '2026-11-30 11:18:14.034658+00');
INSERT INTO schema_steps VALUES ('008_settings.sql', '9482552f581e34bb265a3b8fde30a28f78e336b6d7ec4eaa19bcabe2630cc30b', '2026-11-30 11:18:14.070099+00');
INSERT INTO schema_steps VALUES ('009_idempotency.sql', '525001198e3d34b00df40b34946c20c4298916e5934327b742fbb27b8ad1bab3', '2026-11-30 11:18:14.117482+00');
INSERT INTO schema_steps VALUES ('010_playlist_writes.sql', '29194a64d139581c7cd1256fc7cc9c4fc856bbd579f458f755787d60761526c1', '2026-11-30 11:18:14.161974+00');
INSERT INTO schema_steps VALUES ('011_library_backlog.sql', '429d7043c7ba7f97fa62beb4201579f7833c2ec6ef82da3183afd2722abaaab5', '2026-11-30 11:18:14.200371+00');
INSERT INTO schema_steps VALUES ('012_functions_of_indexes.sql', 'f0a0f75a3aac322c60a07c74bc80a63e62f52d2f63db580480825ed6a6bfbeaf', '2026-11-30 11:18:14.256994+00');
INSERT INTO search_cards VALUES (1, ' joga ', ' bjork ', ' homogenic ', 'Jóga', 'Björk', 'Homogenic', 1997, 61, 'https://example.org/1.jpg', '1000000000000000000001');
INSERT INTO search_cards VALUES (2, ' from an import ', ' nobody sons ', '  ', 'From an import', 'Nobody & Sons', NULL, 2016, NULL, NULL, '1000000000000000000002');
INSERT INTO search_cards VALUES (3, ' without anything ', ' bjork ', '  ', 'Without anything', 'Björk', NULL, NULL, NULL, NULL, '1000000000000000000003');
INSERT INTO search_entries VALUES (3, '', 549755813671, 1);
INSERT INTO search_entries VALUES (1, '', 549755813671, 1);
INSERT INTO search_entries VALUES (1, '', 549755813733, 2);
INSERT INTO search_entries VALUES (2, '', 549755813733, 2);
INSERT INTO search_entries VALUES (1, '', 549755813733, 3);
INSERT INTO search_entries VALUES (2, 'an', 1649267441509, 2);
INSERT INTO search_entries VALUES (1, 'an', 1649267441509, 2);
INSERT INTO search_entries VALUES (1, 'anything', 1649267441509, 3);
INSERT INTO search_entries VALUES (3, 'bjork', 2748779069223, 1);
INSERT INTO search_entries VALUES (1, 'bjork', 2748779069223, 1);
INSERT INTO search_entries VALUES (1, 'bjork', 2748779069285, 3);
INSERT INTO search_entries VALUES (2, 'from', 1649267441509, 2);
INSERT INTO search_entries VALUES (1, 'from', 1649267441509, 2);
INSERT INTO search_entries VALUES (3, 'homogenic', 4947802324775, 1);
INSERT INTO search_entries VALUES (1, 'homogenic', 4947802324775, 1);
INSERT INTO search_entries VALUES (1, 'import', 1649267441509, 2);
INSERT INTO search_entries VALUES (2, 'import', 1649267441509, 2);
INSERT INTO search_entries VALUES (3, 'joga', 549755813671, 1);
INSERT INTO search_entries VALUES (1, 'joga', 549755813671, 1);
INSERT INTO search_entries VALUES (2, 'nobody', 3848290697061, 2);
INSERT INTO search_entries VALUES (1, 'nobody', 3848290697061, 2);
INSERT INTO search_entries VALUES (2, 'sons', 3848290697061, 2);
INSERT INTO search_entries VALUES (1, 'sons', 3848290697061, 2);
INSERT INTO search_entries VALUES (1, 'without', 1649267441509, 3);
INSERT INTO search_words OVERRIDING SYSTEM VALUE VALUES (3, 'bjork', 1, 2748779069223);
INSERT INTO search_words OVERRIDING SYSTEM VALUE VALUES (1, 'nobody', 2, 3848290697061);
INSERT INTO search_words OVERRIDING SYSTEM VALUE VALUES (1, 'anything', 3, 1649267441509);
INSERT INTO search_words OVERRIDING SYSTEM VALUE VALUES (1, 'without', 4, 1649267441509);
INSERT INTO search_words OVERRIDING SYSTEM VALUE VALUES (1, 'sons', 5, 3848290697061);
INSERT INTO search_words OVERRIDING SYSTEM VALUE VALUES (1, 'joga', 6, 549755813671);
INSERT INTO search_words OVERRIDING SYSTEM VALUE VALUES (1, '', 7, 549755813671);
INSERT INTO search_words OVERRIDING SYSTEM VALUE VALUES (2, 'sons', 8, 3848290697061);
INSERT INTO search_words OVERRIDING SYSTEM VALUE VALUES (2, '', 9, 549755813733);
INSERT INTO search_words OVERRIDING SYSTEM VALUE VALUES (1, 'an', 10, 1649267441509);
INSERT INTO search_words OVERRIDING SYSTEM VALUE VALUES (1, 'bjork', 11, 2748779069223);
INSERT INTO search_words OVERRIDING SYSTEM VALUE VALUES (1, 'homogenic', 12, 4947802324775);
INSERT INTO search_words OVERRIDING SYSTEM VALUE VALUES (3, 'joga', 13, 549755813671);
INSERT INTO search_words OVERRIDING SYSTEM VALUE VALUES (2, 'from', 14, 1649267441509);
INSERT INTO search_words OVERRIDING SYSTEM VALUE VALUES (3, 'homogenic', 15, 4947802324775);
INSERT INTO search_words OVERRIDING SYSTEM VALUE VALUES (1, 'import', 16, 1649267441509);
INSERT INTO search_words OVERRIDING SYSTEM VALUE VALUES (2, 'nobody', 17, 3848290697061);
INSERT INTO search_words OVERRIDING SYSTEM VALUE VALUES (2, 'an', 18, 1649267441509);
INSERT INTO search_words OVERRIDING SYSTEM VALUE VALUES (2, 'import', 19, 1649267441509);
INSERT INTO search_words OVERRIDING SYSTEM VALUE VALUES (3, '', 20, 549755813671);
INSERT INTO search_words OVERRIDING SYSTEM VALUE VALUES (1, 'from', 21, 1649267441509);
INSERT INTO sessions OVERRIDING SYSTEM VALUE VALUES ('\xd64b93c9f1b60eb338e5cb415d6a36bd920edd0e9b36f7ea5c730d0e10ff147f', 1, '2026-11-30 11:18:13.681995+00', '2026-11-30 11:18:13.681995+00', '2099-01-01 00:00:00+00', 'Firefox', 1);
INSERT INTO snapshots VALUES (1, '2025-01-01', 'short_term', 1, 1);
INSERT INTO snapshots VALUES (1, '2025-01-01', 'short_term', 3, 2);
INSERT INTO snapshots VALUES (1, '2025-01-02', 'long_term', 1, 3);
INSERT INTO snapshots VALUES (2, '2025-01-01', 'medium_term', 1, 2);
INSERT INTO sounds VALUES (1, 1, 0.5, 0.25, 0.3, DEFAULT);
INSERT INTO sounds VALUES (1, 2, 0.9, 0.8, 0.7, DEFAULT);
INSERT INTO sounds VALUES (2, 2, 0.9, 0.8, 0.7, DEFAULT);
INSERT INTO sounds VALUES (3, 1, 0.5, 0.25, 0.3, DEFAULT);
INSERT INTO spotify_budgets VALUES ('client', '2025-01-01 00:00:00+00', 'busy', '[{"calls": 3, "since": "2025-01-01T00:00:00Z"}]', '2025-01-01 00:00:00+00');
INSERT INTO spotify_grants VALUES (1, '\x01', '\x02', 'user-library-read', '2026-01-01 00:00:00+00', '2025-12-01 00:00:00+00', 'ok');
INSERT INTO spotify_grants VALUES (2, '\x01', '\x02', 'user-library-read', '2026-01-01 00:00:00+00', '2025-12-01 00:00:00+00', 'ok');
INSERT INTO tracks OVERRIDING SYSTEM VALUE VALUES (1, '1000000000000000000001', 'Jóga', 1, 'Homogenic', '1997-09-22', 'day', 305000, 61, 'GBBKS9700175', 'https://example.org/1.jpg', '{"tempo": 90.5, "energy": 0.5, "valence": 0.25, "danceability": 0.3}', 'provider', '2025-01-01 00:00:00+00', '{"id": "1000000000000000000001"}', '2024-01-01 00:00:00+00', DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT);
INSERT INTO tracks OVERRIDING SYSTEM VALUE VALUES (2, '1000000000000000000002', 'From an import', 2, NULL, '2016-01-01', 'year', NULL, NULL, NULL, NULL, '{"odd": "text", "energy": 0.9, "valence": 0.8, "danceability": 0.7}', 'imported', NULL, NULL, NULL, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT);
INSERT INTO tracks OVERRIDING SYSTEM VALUE VALUES (3, '1000000000000000000003', 'Without anything', 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2025-02-02 00:00:00+00', NULL, '2024-01-01 00:00:00+00', DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT);
INSERT INTO users OVERRIDING SYSTEM VALUE VALUES (1, 'ada', 'account-of-ada', 'Ada', 'https://example.org/ada.jpg', 'Europe/Berlin', '2024-01-02 03:04:05.678901+00', NULL);
INSERT INTO users OVERRIDING SYSTEM VALUE VALUES (2, 'ben', NULL, NULL, NULL, NULL, '2024-02-02 00:00:00+00', NULL);
INSERT INTO users OVERRIDING SYSTEM VALUE VALUES (3, 'eve', 'account-of-eve', 'Eve', NULL, 'UTC', '2024-03-02 00:00:00+00', '2025-05-05 05:05:05+00');
SELECT pg_catalog.setval('api_keys_id_seq', 1, true);
SELECT pg_catalog.setval('artists_id_seq', 3, true);
SELECT pg_catalog.setval('captures_id_seq', 2, true);
SELECT pg_catalog.setval('imports_id_seq', 2, true);
SELECT pg_catalog.setval('library_artist_counts_part_seq', 4, true);
SELECT pg_catalog.setval('library_backlog_part_seq', 1, false);
SELECT pg_catalog.setval('library_month_counts_part_seq', 5, true);
SELECT pg_catalog.setval('library_totals_part_seq', 3, true);
SELECT pg_catalog.setval('search_words_part_seq', 21, true);
SELECT pg_catalog.setval('sessions_id_seq', 1, true);
SELECT pg_catalog.setval('tracks_id_seq', 3, true);
SELECT pg_catalog.setval('users_id_seq', 3, true);
ALTER TABLE ONLY api_keys
    ADD CONSTRAINT api_key_label_once UNIQUE (user_id, label);
ALTER TABLE ONLY api_keys
    ADD CONSTRAINT api_keys_key PRIMARY KEY (key_digest);
ALTER TABLE ONLY artists
    ADD CONSTRAINT artist_spotify_id_once UNIQUE (spotify_id);
ALTER TABLE ONLY artists
    ADD CONSTRAINT artists_key PRIMARY KEY (id);
ALTER TABLE ONLY captures
    ADD CONSTRAINT captures_key PRIMARY KEY (user_id, id);
ALTER TABLE ONLY spotify_grants
    ADD CONSTRAINT grants_key PRIMARY KEY (user_id);
ALTER TABLE ONLY idempotency_keys
    ADD CONSTRAINT idempotency_keys_key PRIMARY KEY (user_id, key);
ALTER TABLE ONLY import_rejects
    ADD CONSTRAINT import_rejects_key PRIMARY KEY (user_id, import_id, part);
ALTER TABLE ONLY imports
    ADD CONSTRAINT imports_key PRIMARY KEY (user_id, id);
ALTER TABLE ONLY library_artist_counts
    ADD CONSTRAINT library_artist_counts_key PRIMARY KEY (user_id, artist_id, part);
ALTER TABLE ONLY library_artists
    ADD CONSTRAINT library_artists_key PRIMARY KEY (user_id, artist_id);
ALTER TABLE ONLY library_backlog
    ADD CONSTRAINT library_backlog_key PRIMARY KEY (user_id, part);
ALTER TABLE ONLY library
    ADD CONSTRAINT library_key PRIMARY KEY (user_id, track_id);
ALTER TABLE ONLY library_month_counts
    ADD CONSTRAINT library_month_counts_key PRIMARY KEY (user_id, month, part);
ALTER TABLE ONLY library_totals
    ADD CONSTRAINT library_totals_key PRIMARY KEY (user_id, part);
ALTER TABLE ONLY logins
    ADD CONSTRAINT logins_key PRIMARY KEY (state_digest);
ALTER TABLE ONLY playlist_tracks
    ADD CONSTRAINT playlist_track_once PRIMARY KEY (user_id, playlist_id, track_id);
ALTER TABLE ONLY playlists
    ADD CONSTRAINT playlists_key PRIMARY KEY (user_id, playlist_id);
ALTER TABLE ONLY plays
    ADD CONSTRAINT plays_key PRIMARY KEY (user_id, played_at, track_id);
ALTER TABLE ONLY schema_steps
    ADD CONSTRAINT schema_steps_pkey PRIMARY KEY (name);
ALTER TABLE ONLY search_cards
    ADD CONSTRAINT search_cards_key PRIMARY KEY (track_id);
ALTER TABLE ONLY search_entries
    ADD CONSTRAINT search_entries_key PRIMARY KEY (user_id, word, place, track_id);
ALTER TABLE ONLY search_words
    ADD CONSTRAINT search_words_key PRIMARY KEY (user_id, word, part);
ALTER TABLE ONLY sessions
    ADD CONSTRAINT sessions_key PRIMARY KEY (token_digest);
ALTER TABLE ONLY snapshots
    ADD CONSTRAINT snapshot_track_once UNIQUE (user_id, snapshot_date, time_range, track_id);
ALTER TABLE ONLY snapshots
    ADD CONSTRAINT snapshots_key PRIMARY KEY (user_id, snapshot_date, time_range, rank);
ALTER TABLE ONLY sounds
    ADD CONSTRAINT sounds_key PRIMARY KEY (user_id, track_id);
ALTER TABLE ONLY spotify_budgets
    ADD CONSTRAINT spotify_budgets_key PRIMARY KEY (client_id);
ALTER TABLE ONLY tracks
    ADD CONSTRAINT track_spotify_id_once UNIQUE (spotify_id);
ALTER TABLE ONLY tracks
    ADD CONSTRAINT tracks_key PRIMARY KEY (id);
ALTER TABLE ONLY users
    ADD CONSTRAINT user_spotify_account_once UNIQUE (spotify_account_id);
ALTER TABLE ONLY users
    ADD CONSTRAINT user_spotify_id_once UNIQUE (spotify_user_id);
ALTER TABLE ONLY users
    ADD CONSTRAINT users_key PRIMARY KEY (id);
CREATE UNIQUE INDEX capture_one_at_a_time ON captures USING btree (user_id) WHERE ((state)::text = ANY ((ARRAY['waiting'::character varying, 'running'::character varying])::text[]));
CREATE INDEX captures_by_start ON captures USING btree (user_id, started_at);
CREATE INDEX captures_unfinished ON captures USING btree (claimed_until) WHERE ((state)::text = ANY ((ARRAY['waiting'::character varying, 'running'::character varying])::text[]));
CREATE UNIQUE INDEX import_one_at_a_time ON imports USING btree (user_id) WHERE ((state)::text = ANY ((ARRAY['waiting'::character varying, 'running'::character varying])::text[]));
CREATE INDEX imports_unfinished ON imports USING btree (claimed_until) WHERE ((state)::text = ANY ((ARRAY['waiting'::character varying, 'running'::character varying])::text[]));
CREATE INDEX library_backlog_by_age ON library_backlog USING btree (part);
CREATE INDEX library_by_first_seen ON library USING btree (user_id, first_seen_at);
CREATE INDEX library_by_plays ON library USING btree (user_id, play_count DESC, first_seen_at, track_id) WHERE (play_count > 0);
CREATE INDEX library_by_save ON library USING btree (user_id, saved_at) WHERE (saved_at IS NOT NULL);
CREATE INDEX library_of_track ON library USING btree (track_id);
CREATE INDEX logins_by_age ON logins USING btree (created_at);
CREATE INDEX playlists_being_published ON playlists USING btree (claimed_until) WHERE ((state)::text = 'publishing'::text);
CREATE INDEX search_cards_of_year ON search_cards USING btree (release_year, track_id);
CREATE INDEX search_words_by_likeness ON search_words USING gin (user_id, word gin_trgm_ops);
CREATE INDEX sessions_of_user ON sessions USING btree (user_id, created_at);
CREATE INDEX snapshots_by_kind ON snapshots USING btree (user_id, time_range, snapshot_date, track_id, rank);
CREATE INDEX snapshots_of_track ON snapshots USING btree (user_id, track_id, rank);
CREATE INDEX sounds_in_cells ON sounds USING btree (user_id, cell, danceability, energy, valence, track_id);
CREATE INDEX tracks_by_popularity ON tracks USING btree (popularity DESC, id) WHERE (popularity IS NOT NULL);
CREATE INDEX tracks_in_cells ON tracks USING btree (sound_cell((energy)::double precision, (valence)::double precision), danceability, energy, valence, id) WHERE ((energy IS NOT NULL) AND (valence IS NOT NULL) AND (danceability IS NOT NULL));
CREATE INDEX tracks_measured_in_part ON tracks USING btree (id) WHERE ((energy IS NOT NULL) AND ((valence IS NULL) OR (danceability IS NULL)));
CREATE INDEX tracks_of_artist ON tracks USING btree (artist_id);
CREATE INDEX tracks_of_energy ON tracks USING btree (energy, id) WHERE (energy IS NOT NULL);
CREATE INDEX tracks_without_features ON tracks USING btree (features_asked_at NULLS FIRST, id) WHERE (audio_features IS NULL);
CREATE TRIGGER count_facts_changed AFTER UPDATE ON tracks REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION track_facts_changed();
ALTER TABLE tracks ENABLE ALWAYS TRIGGER count_facts_changed;
CREATE TRIGGER count_rows_added AFTER INSERT ON library REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION library_rows_added();
ALTER TABLE library ENABLE ALWAYS TRIGGER count_rows_added;
CREATE TRIGGER count_rows_changed AFTER UPDATE ON library REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION library_rows_changed();
ALTER TABLE library ENABLE ALWAYS TRIGGER count_rows_changed;
CREATE TRIGGER count_rows_none AFTER TRUNCATE ON library FOR EACH STATEMENT EXECUTE FUNCTION library_emptied();
ALTER TABLE library ENABLE ALWAYS TRIGGER count_rows_none;
CREATE TRIGGER count_rows_removed AFTER DELETE ON library REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION library_rows_removed();
ALTER TABLE library ENABLE ALWAYS TRIGGER count_rows_removed;
CREATE TRIGGER drop_entries_of_removed AFTER DELETE ON library REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION drop_entries_of_removed();
ALTER TABLE library ENABLE ALWAYS TRIGGER drop_entries_of_removed;
CREATE TRIGGER drop_sounds_of_removed AFTER DELETE ON library REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION drop_sounds_of_removed();
ALTER TABLE library ENABLE ALWAYS TRIGGER drop_sounds_of_removed;
CREATE TRIGGER keep_cards_of_changed_artists AFTER UPDATE ON artists REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION keep_cards_of_changed_artists();
ALTER TABLE artists ENABLE ALWAYS TRIGGER keep_cards_of_changed_artists;
CREATE TRIGGER keep_cards_of_changed_tracks AFTER UPDATE ON tracks REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION keep_cards_of_changed_tracks();
ALTER TABLE tracks ENABLE ALWAYS TRIGGER keep_cards_of_changed_tracks;
CREATE TRIGGER keep_entries_of_added AFTER INSERT ON library REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION keep_entries_of_added();
ALTER TABLE library ENABLE ALWAYS TRIGGER keep_entries_of_added;
CREATE TRIGGER keep_entries_of_changed_cards AFTER UPDATE ON search_cards REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION keep_entries_of_changed_cards();
ALTER TABLE search_cards ENABLE ALWAYS TRIGGER keep_entries_of_changed_cards;
CREATE TRIGGER keep_entries_of_played AFTER UPDATE ON library REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION keep_entries_of_played();
ALTER TABLE library ENABLE ALWAYS TRIGGER keep_entries_of_played;
CREATE TRIGGER keep_sounds_of_added AFTER INSERT ON library REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION keep_sounds_of_added();
ALTER TABLE library ENABLE ALWAYS TRIGGER keep_sounds_of_added;
CREATE TRIGGER keep_sounds_of_changed AFTER UPDATE ON tracks REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION keep_sounds_of_changed();
ALTER TABLE tracks ENABLE ALWAYS TRIGGER keep_sounds_of_changed;
CREATE TRIGGER playlist_parts_are_not_truncated BEFORE TRUNCATE ON playlists FOR EACH STATEMENT EXECUTE FUNCTION playlist_parts_are_not_truncated();
ALTER TABLE playlists ENABLE ALWAYS TRIGGER playlist_parts_are_not_truncated;
CREATE TRIGGER playlist_parts_are_not_truncated BEFORE TRUNCATE ON tracks FOR EACH STATEMENT EXECUTE FUNCTION playlist_parts_are_not_truncated();
ALTER TABLE tracks ENABLE ALWAYS TRIGGER playlist_parts_are_not_truncated;
CREATE TRIGGER playlists_keep_their_names BEFORE UPDATE OF user_id, playlist_id ON playlists FOR EACH ROW WHEN (((old.user_id <> new.user_id) OR ((old.playlist_id)::text <> (new.playlist_id)::text))) EXECUTE FUNCTION playlists_keep_their_names();
ALTER TABLE playlists ENABLE ALWAYS TRIGGER playlists_keep_their_names;
CREATE TRIGGER playlists_keep_their_tracks AFTER DELETE ON tracks REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION playlists_keep_their_tracks();
ALTER TABLE tracks ENABLE ALWAYS TRIGGER playlists_keep_their_tracks;
CREATE TRIGGER tracks_leave_with_their_playlist AFTER DELETE ON playlists REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION tracks_leave_with_their_playlist();
ALTER TABLE playlists ENABLE ALWAYS TRIGGER tracks_leave_with_their_playlist;
ALTER TABLE ONLY api_keys
    ADD CONSTRAINT api_key_user_known FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE ONLY captures
    ADD CONSTRAINT capture_user FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE ONLY spotify_grants
    ADD CONSTRAINT grant_user FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE ONLY idempotency_keys
    ADD CONSTRAINT idempotency_key_user FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
ALTER TABLE ONLY import_rejects
    ADD CONSTRAINT import_rejects_import FOREIGN KEY (user_id, import_id) REFERENCES imports(user_id, id) ON DELETE CASCADE;
ALTER TABLE ONLY imports
    ADD CONSTRAINT import_user FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE ONLY library_artist_counts
    ADD CONSTRAINT library_artist_counts_user FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
ALTER TABLE ONLY library_artists
    ADD CONSTRAINT library_artist_known FOREIGN KEY (artist_id) REFERENCES artists(id);
ALTER TABLE ONLY library_artists
    ADD CONSTRAINT library_artist_user FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE ONLY library_backlog
    ADD CONSTRAINT library_backlog_user FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE ONLY library_month_counts
    ADD CONSTRAINT library_month_counts_user FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
ALTER TABLE ONLY library_totals
    ADD CONSTRAINT library_totals_user FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
ALTER TABLE ONLY library
    ADD CONSTRAINT library_track FOREIGN KEY (track_id) REFERENCES tracks(id);
ALTER TABLE ONLY library
    ADD CONSTRAINT library_user FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE ONLY plays
    ADD CONSTRAINT play_track FOREIGN KEY (track_id) REFERENCES tracks(id);
ALTER TABLE ONLY plays
    ADD CONSTRAINT play_user FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE ONLY playlists
    ADD CONSTRAINT playlist_user FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE ONLY search_cards
    ADD CONSTRAINT search_card_track FOREIGN KEY (track_id) REFERENCES tracks(id) ON DELETE CASCADE;
ALTER TABLE ONLY search_words
    ADD CONSTRAINT search_word_user FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE ONLY sessions
    ADD CONSTRAINT session_user_known FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE ONLY snapshots
    ADD CONSTRAINT snapshot_track FOREIGN KEY (track_id) REFERENCES tracks(id);
ALTER TABLE ONLY snapshots
    ADD CONSTRAINT snapshot_user FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE ONLY sounds
    ADD CONSTRAINT sound_user FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE ONLY tracks
    ADD CONSTRAINT track_artist FOREIGN KEY (artist_id) REFERENCES artists(id);
