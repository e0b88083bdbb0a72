-- How the tracks of each library sound, ordered so that what sounds alike is found. docs/decisions.md says why this is a
-- table of its own and why triggers keep it.

-- Sounds are kept in 256 cells: energy in sixteenths, in each of them valence in sixteenths. What lies in a square of
-- energies and valences lies in the cells of that square, whatever has been measured.
create function sound_part(feature float8) returns integer language sql immutable parallel safe as $$
  select least(15, greatest(0, floor(feature * 16)))::integer
$$;
create function sound_cell(energy float8, valence float8) returns smallint language sql immutable parallel safe as $$
  select (sound_part(energy) * 16 + sound_part(valence))::smallint
$$;

create table sounds (
  user_id       bigint not null constraint sound_user references users,
  track_id      bigint not null,
  energy        real not null,
  valence       real not null,
  danceability  real not null,
  cell          smallint not null generated always as (sound_cell(energy, valence)) stored,
  constraint sounds_key primary key (user_id, track_id)
);
create index sounds_in_cells on sounds (user_id, cell, danceability, energy, valence, track_id);
create index tracks_in_cells on tracks (sound_cell(energy, valence), danceability, energy, valence, id)
  where energy is not null and valence is not null and danceability is not null;

-- Whose libraries a track is in.
create index library_of_track on library (track_id);

-- Tracks that other transactions may be changing are held first: whoever changed one has then committed before the next
-- statement reads it, and whoever changes one later sees our row. Tracks that we made ourselves nobody else sees yet.
-- Looked up by key and compared as in 005_search.sql, and for the same reason.
create function add_sounds(users bigint[], tracks_met bigint[]) returns void language plpgsql set enable_seqscan = off as $$
begin
  insert into sounds (user_id, track_id, energy, valence, danceability)
  select given.user_id, given.track_id, tracks.energy, tracks.valence, tracks.danceability
  from unnest(users, tracks_met) as given (user_id, track_id) cross join lateral (
    select energy, valence, danceability from tracks where tracks.id = given.track_id offset 0) as tracks
  where tracks.energy is not null and tracks.valence is not null and tracks.danceability is not null
  order by given.user_id, given.track_id
  on conflict on constraint sounds_key do nothing;
end $$;

create function drop_sounds(users bigint[], tracks_left bigint[]) returns void language plpgsql set enable_seqscan = off as $$
begin
  delete from sounds where ctid = any (array(
    select kept.ctid from unnest(users, tracks_left) as given (user_id, track_id) cross join lateral (
      select ctid from sounds where sounds.user_id = given.user_id and sounds.track_id = given.track_id offset 0) as kept));
end $$;

create function keep_sounds_of_added() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  perform from tracks where id in (select track_id from added) and xmin <> pg_current_xact_id()::xid order by id for share;
  perform add_sounds(array_agg(user_id), array_agg(track_id)) from added;
  return null;
end $$;

create function keep_sounds_of_changed() returns trigger language plpgsql set enable_seqscan = off as $$
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

create function drop_sounds_of_removed() returns trigger language plpgsql as $$
begin
  perform drop_sounds(array_agg(user_id), array_agg(track_id)) from removed;
  return null;
end $$;

create trigger keep_sounds_of_added after insert on library
  referencing new table as added for each statement execute function keep_sounds_of_added();
create trigger drop_sounds_of_removed after delete on library
  referencing old table as removed for each statement execute function drop_sounds_of_removed();
create trigger keep_sounds_of_changed after update on tracks
  referencing old table as before new table as after for each statement execute function keep_sounds_of_changed();

-- An import turns the checks of keys off while it fills the library; these go on.
alter table library enable always trigger keep_sounds_of_added;
alter table library enable always trigger drop_sounds_of_removed;
alter table tracks enable always trigger keep_sounds_of_changed;

insert into sounds (user_id, track_id, energy, valence, danceability)
select library.user_id, tracks.id, tracks.energy, tracks.valence, tracks.danceability
from library join tracks on tracks.id = library.track_id
where tracks.energy is not null and tracks.valence is not null and tracks.danceability is not null;
