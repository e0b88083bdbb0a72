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
create function keep_sounds_of_added() returns trigger language plpgsql as $$
begin
  perform from tracks where id in (select track_id from added) and xmin <> pg_current_xact_id()::xid order by id for share;
  insert into sounds (user_id, track_id, energy, valence, danceability)
  select added.user_id, added.track_id, tracks.energy, tracks.valence, tracks.danceability
  from added join tracks on tracks.id = added.track_id
  where tracks.energy is not null and tracks.valence is not null and tracks.danceability is not null
  order by added.user_id, added.track_id
  on conflict on constraint sounds_key do nothing;
  return null;
end $$;

create function keep_sounds_of_changed() returns trigger language plpgsql as $$
begin
  delete from sounds using before, after
  where sounds.track_id = before.id and after.id = before.id
    and sounds.user_id in (select user_id from library where library.track_id = before.id)
    and (before.energy, before.valence, before.danceability) is distinct from (after.energy, after.valence, after.danceability);
  insert into sounds (user_id, track_id, energy, valence, danceability)
  select library.user_id, after.id, after.energy, after.valence, after.danceability
  from before join after using (id) join library on library.track_id = after.id
  where (before.energy, before.valence, before.danceability) is distinct from (after.energy, after.valence, after.danceability)
    and after.energy is not null and after.valence is not null and after.danceability is not null
  order by library.user_id, after.id
  on conflict on constraint sounds_key do nothing;
  return null;
end $$;

create function drop_sounds_of_removed() returns trigger language plpgsql as $$
begin
  delete from sounds using removed where sounds.user_id = removed.user_id and sounds.track_id = removed.track_id;
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
