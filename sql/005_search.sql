-- What a search asks. docs/decisions.md says why these tables are as they are, and why triggers keep them.

create extension if not exists unaccent;
create extension if not exists pg_trgm;
create extension if not exists btree_gin;

-- A name as a search compares it: ' beyonce sasha fierce '. Case and accents are gone, an apostrophe joins, other
-- punctuation parts, and a space stands on either side of each word. A name of nothing but signs ("!!!") is made of them.
create function folded(name text) returns text language sql stable parallel safe as $$
  select ' ' || coalesce(nullif(btrim(replace(replace(replace(
           translate(replace(replace(lower(unaccent(name)), '''', ''), '`', ''),
                     E'!"#$%&()*+,-./:;<=>?@[\\]^_{|}~\t\r\n\u00a0\u3000¿¡·•、。「」『』（）！？・', repeat(' ', 60)),
           '  ', ' '), '  ', ' '), '  ', ' ')), ''),
         btrim(regexp_replace(lower(unaccent(name)), '\s+', ' ', 'g')), '') || ' '
$$;

-- What a search compares of a track, folded, and what it shows of it: fifty results are fifty rows of one table.
create table search_cards (
  track_id      bigint constraint search_cards_key primary key constraint search_card_track references tracks on delete cascade,
  title         text not null,
  artist        text not null,
  album         text not null,
  name          varchar(500) not null,
  artist_name   varchar(500) not null,
  album_name    varchar(500),
  release_year  smallint,
  popularity    smallint,
  image_url     text,
  spotify_id    varchar(22) not null
);
create index tracks_of_artist on tracks (artist_id);

-- Where a search for a filter begins that few tracks pass.
create index search_cards_of_year on search_cards (release_year, track_id);
create index tracks_of_energy on tracks (energy, id) where energy is not null;

-- One row for each word of a track in a library, in the order in which a search shows them. The empty word stands for
-- every track.
create table search_entries (
  user_id   bigint not null constraint search_entry_user references users,
  word      text collate "C" not null,
  place     bigint not null,
  track_id  bigint not null,
  constraint search_entries_key primary key (user_id, word, place, track_id)
);

-- The words of each library. `best` is the place of the word's first entry; where tracks have gone it may be too good.
create table search_words (
  user_id  bigint not null constraint search_word_user references users,
  word     text collate "C" not null,
  best     bigint not null,
  constraint search_words_key primary key (user_id, word)
);
create index search_words_by_likeness on search_words using gin (user_id, word gin_trgm_ops);

-- The smaller, the earlier: where the word stands (0 it is the whole title, 1 in the title, 2 the whole artist, 3 in the
-- artist, 4 in the album), then the plays, then the popularity.
create function search_place(stands bigint, plays integer, popularity smallint) returns bigint language sql immutable parallel safe as $$
  select (stands << 40) | ((2147483647 - plays)::bigint << 8) | (100 - coalesce(popularity, -1))::bigint
$$;

-- Each word of a track once, with the best of the fields where it stands.
create function words_of_track(title text, artist text, album text) returns table (word text, stands bigint)
language sql immutable parallel safe rows 8 as $$
  select '', 0::bigint
  union all
  select word, case when title = ' ' || word || ' ' then 0 else 1 end
  from unnest(string_to_array(btrim(title), ' ')) with ordinality as w (word, n)
  where array_position(string_to_array(btrim(title), ' '), word) = n
  union all
  select word, case when artist = ' ' || word || ' ' then 2 else 3 end
  from unnest(string_to_array(btrim(artist), ' ')) with ordinality as w (word, n)
  where array_position(string_to_array(btrim(artist), ' '), word) = n and position(' ' || word || ' ' in title) = 0
  union all
  select word, 4
  from unnest(string_to_array(btrim(album), ' ')) with ordinality as w (word, n)
  where array_position(string_to_array(btrim(album), ' '), word) = n and position(' ' || word || ' ' in title) = 0
    and position(' ' || word || ' ' in artist) = 0
$$;

-- The entries are what library and search_cards say together. So that two transactions can't each overlook the other,
-- who changes a card holds its row, and who changes a library holds the cards of its tracks, before the entries are
-- written by the next statement; rows that we made ourselves nobody else sees yet.

create function keep_cards_of_added_tracks() returns trigger language plpgsql as $$
begin
  perform from artists where id in (select artist_id from added) and xmin <> pg_current_xact_id()::xid order by id for share;
  insert into search_cards (track_id, title, artist, album, name, artist_name, album_name, release_year, popularity, image_url, spotify_id)
  select added.id, folded(added.name), folded(artists.name), folded(added.album_name), added.name, artists.name, added.album_name,
         date_part('year', added.release_date), added.popularity, added.image_url, added.spotify_id
  from added join artists on artists.id = added.artist_id;
  return null;
end $$;

create function keep_cards_of_changed_tracks() returns trigger language plpgsql as $$
begin
  perform from artists where id in (
    select after.artist_id from before join after using (id)
    where (before.name, before.artist_id, before.album_name, before.release_date, before.popularity, before.image_url)
          is distinct from (after.name, after.artist_id, after.album_name, after.release_date, after.popularity, after.image_url)
  ) order by id for share;
  update search_cards
  set title = folded(after.name), artist = folded(artists.name), album = folded(after.album_name), name = after.name,
      artist_name = artists.name, album_name = after.album_name, release_year = date_part('year', after.release_date),
      popularity = after.popularity, image_url = after.image_url
  from before join after using (id) join artists on artists.id = after.artist_id
  where search_cards.track_id = after.id
    and (before.name, before.artist_id, before.album_name, before.release_date, before.popularity, before.image_url)
        is distinct from (after.name, after.artist_id, after.album_name, after.release_date, after.popularity, after.image_url);
  return null;
end $$;

create function keep_cards_of_changed_artists() returns trigger language plpgsql as $$
begin
  update search_cards set artist = folded(after.name), artist_name = after.name
  from before join after using (id) join tracks on tracks.artist_id = after.id
  where search_cards.track_id = tracks.id and before.name <> after.name;
  return null;
end $$;

create function keep_entries_of_added() returns trigger language plpgsql as $$
begin
  perform from search_cards where track_id in (select track_id from added) and xmin <> pg_current_xact_id()::xid order by track_id for share;
  with entries as (
    insert into search_entries (user_id, word, place, track_id)
    select added.user_id, words.word collate "C", search_place(words.stands, added.play_count, cards.popularity), added.track_id
    from added join search_cards as cards using (track_id) cross join words_of_track(cards.title, cards.artist, cards.album) as words
    order by 1, 2, 3, 4
    returning user_id, word, place
  )
  insert into search_words (user_id, word, best)
  select user_id, word, min(place) from entries group by user_id, word order by user_id, word
  on conflict on constraint search_words_key do update set best = excluded.best where excluded.best < search_words.best;
  return null;
end $$;

-- A library that goes as a whole takes its entries with it; otherwise they are found one by one.
create function drop_entries_of_removed() returns trigger language plpgsql as $$
declare
  emptied bigint[];
begin
  perform from search_cards where track_id in (select track_id from removed) order by track_id for share;
  select array_agg(user_id) into emptied from (select distinct user_id from removed) as losers
  where not exists (select from library where library.user_id = losers.user_id);
  delete from search_entries where user_id = any (emptied);
  delete from search_words where user_id = any (emptied);
  delete from search_entries using removed join search_cards as cards using (track_id)
    cross join words_of_track(cards.title, cards.artist, cards.album) as words
  where removed.user_id <> all (coalesce(emptied, '{}'))
    and search_entries.user_id = removed.user_id and search_entries.word = words.word and search_entries.track_id = removed.track_id
    and search_entries.place = search_place(words.stands, removed.play_count, cards.popularity);
  return null;
end $$;

create function keep_entries_of_played() returns trigger language plpgsql as $$
begin
  if not exists (select from before join after using (user_id, track_id) where before.play_count <> after.play_count) then
    return null;
  end if;
  perform from search_cards where track_id in (
    select track_id from before join after using (user_id, track_id) where before.play_count <> after.play_count) order by track_id for share;
  with entries as (
    update search_entries set place = search_place(words.stands, after.play_count, cards.popularity)
    from before join after using (user_id, track_id) join search_cards as cards using (track_id)
      cross join words_of_track(cards.title, cards.artist, cards.album) as words
    where before.play_count <> after.play_count
      and search_entries.user_id = before.user_id and search_entries.word = words.word and search_entries.track_id = before.track_id
      and search_entries.place = search_place(words.stands, before.play_count, cards.popularity)
    returning search_entries.user_id, search_entries.word, search_entries.place
  )
  insert into search_words (user_id, word, best)
  select user_id, word, min(place) from entries group by user_id, word order by user_id, word
  on conflict on constraint search_words_key do update set best = excluded.best where excluded.best < search_words.best;
  return null;
end $$;

create function keep_entries_of_changed_cards() returns trigger language plpgsql as $$
begin
  delete from search_entries using before join after using (track_id) join library using (track_id)
    cross join words_of_track(before.title, before.artist, before.album) as words
  where (before.title, before.artist, before.album, before.popularity) is distinct from (after.title, after.artist, after.album, after.popularity)
    and search_entries.user_id = library.user_id and search_entries.word = words.word and search_entries.track_id = library.track_id
    and search_entries.place = search_place(words.stands, library.play_count, before.popularity);
  with entries as (
    insert into search_entries (user_id, word, place, track_id)
    select library.user_id, words.word collate "C", search_place(words.stands, library.play_count, after.popularity), library.track_id
    from before join after using (track_id) join library using (track_id)
      cross join words_of_track(after.title, after.artist, after.album) as words
    where (before.title, before.artist, before.album, before.popularity) is distinct from (after.title, after.artist, after.album, after.popularity)
    order by 1, 2, 3, 4
    returning user_id, word, place
  )
  insert into search_words (user_id, word, best)
  select user_id, word, min(place) from entries group by user_id, word order by user_id, word
  on conflict on constraint search_words_key do update set best = excluded.best where excluded.best < search_words.best;
  return null;
end $$;

create trigger keep_cards_of_added_tracks after insert on tracks
  referencing new table as added for each statement execute function keep_cards_of_added_tracks();
create trigger keep_cards_of_changed_tracks after update on tracks
  referencing old table as before new table as after for each statement execute function keep_cards_of_changed_tracks();
create trigger keep_cards_of_changed_artists after update on artists
  referencing old table as before new table as after for each statement execute function keep_cards_of_changed_artists();
create trigger keep_entries_of_added after insert on library
  referencing new table as added for each statement execute function keep_entries_of_added();
create trigger drop_entries_of_removed after delete on library
  referencing old table as removed for each statement execute function drop_entries_of_removed();
create trigger keep_entries_of_played after update on library
  referencing old table as before new table as after for each statement execute function keep_entries_of_played();
create trigger keep_entries_of_changed_cards after update on search_cards
  referencing old table as before new table as after for each statement execute function keep_entries_of_changed_cards();

-- An import turns the checks of keys off while it fills tracks and library; these go on.
alter table tracks enable always trigger keep_cards_of_added_tracks;
alter table tracks enable always trigger keep_cards_of_changed_tracks;
alter table artists enable always trigger keep_cards_of_changed_artists;
alter table library enable always trigger keep_entries_of_added;
alter table library enable always trigger drop_entries_of_removed;
alter table library enable always trigger keep_entries_of_played;
alter table search_cards enable always trigger keep_entries_of_changed_cards;

insert into search_cards (track_id, title, artist, album, name, artist_name, album_name, release_year, popularity, image_url, spotify_id)
select tracks.id, folded(tracks.name), folded(artists.name), folded(tracks.album_name), tracks.name, artists.name, tracks.album_name,
       date_part('year', tracks.release_date), tracks.popularity, tracks.image_url, tracks.spotify_id
from tracks join artists on artists.id = tracks.artist_id;

insert into search_entries (user_id, word, place, track_id)
select library.user_id, words.word collate "C", search_place(words.stands, library.play_count, cards.popularity), library.track_id
from library join search_cards as cards using (track_id) cross join words_of_track(cards.title, cards.artist, cards.album) as words
order by 1, 2, 3, 4;

insert into search_words (user_id, word, best)
select user_id, word, min(place) from search_entries group by user_id, word;
