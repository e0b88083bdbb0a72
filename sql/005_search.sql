-- What a search asks. docs/decisions.md says why these tables are as they are, and why triggers keep them.

create extension if not exists unaccent;
create extension if not exists pg_trgm;
create extension if not exists btree_gin;

-- A name as a search compares it: ' beyonce sasha fierce '. Case and accents are gone, an apostrophe joins, other
-- punctuation parts, and a space stands on either side of each word. A name of nothing but signs ("!!!") is made of them.
-- Most names are plain words by then, and spared the rest.
create function folded(name text) returns text language sql stable parallel safe as $$
  select case when lower(unaccent(name)) ~ '^[a-z0-9]+( [a-z0-9]+)*$' then ' ' || lower(unaccent(name)) || ' ' else
         ' ' || coalesce(nullif(btrim(replace(replace(replace(
           translate(replace(replace(lower(unaccent(name)), '''', ''), '`', ''),
                     E'!"#$%&()*+,-./:;<=>?@[\\]^_{|}~\t\r\n\u00a0\u3000¿¡·•、。「」『』（）！？・', repeat(' ', 60)),
           '  ', ' '), '  ', ' '), '  ', ' ')), ''),
         btrim(regexp_replace(lower(unaccent(name)), '\s+', ' ', 'g')), '') || ' ' end
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
-- every track. Its row in the library refers to the user; half a dozen entries of each track need not ask again.
create table search_entries (
  user_id   bigint not null,
  word      text collate "C" not null,
  place     bigint not null,
  track_id  bigint not null,
  constraint search_entries_key primary key (user_id, word, place, track_id)
);

-- The words of each library. The least `best` of a word's parts is the place of its first entry; where tracks have gone it
-- may be too good. As with counts (007), whoever has a better place takes the parts that nobody else holds and puts one
-- there, so that nobody waits for a word: mostly there is one part.
create table search_words (
  user_id  bigint not null constraint search_word_user references users,
  word     text collate "C" not null,
  part     bigint generated always as identity,
  best     bigint not null,
  constraint search_words_key primary key (user_id, word, part)
);
create index search_words_by_likeness on search_words using gin (user_id, word gin_trgm_ops);

-- The smaller, the earlier: where the word stands (0 it is the whole title, 1 in the title, 2 the whole artist, 3 in the
-- artist, 4 in the album), then the plays, then the popularity.
create function search_place(stands bigint, plays integer, popularity smallint) returns bigint language sql immutable parallel safe as $$
  select (stands << 40) | ((2147483647 - plays)::bigint << 8) | (100 - coalesce(popularity, -1))::bigint
$$;

-- Each word of a track once, with the best of the fields where it stands. Between two fields there are two spaces, and
-- between two spaces the empty word.
create function words_of_track(title text, artist text, album text) returns table (word text, stands bigint)
language sql immutable parallel safe rows 8 as $$
  select word, case when word = '' or title = ' ' || word || ' ' then 0::bigint
                    when position(' ' || word || ' ' in title) > 0 then 1
                    when artist = ' ' || word || ' ' then 2
                    when position(' ' || word || ' ' in artist) > 0 then 3
                    else 4 end
  from (select string_to_array(title || artist || album, ' ') as words offset 0) as said
  cross join lateral unnest(said.words) with ordinality as w (word, n)
  where array_position(said.words, word) = n
$$;

-- The entries are what library and search_cards say together. So that two transactions can't each overlook the other,
-- who changes a card holds its row, and who changes a library holds the cards of its tracks, before the entries are
-- written by the next statement; rows that we made ourselves nobody else sees yet.
--
-- A session plans each statement below once, perhaps while the tables are empty, and keeps the plan when they have grown.
-- So what is looked up by key is written as a lateral subquery with "offset 0", which leaves the planner no other way than
-- by key, and sequential scans are off. Transition tables are compared by "except", which takes one pass, never joined.

create function keep_search_cards(ids bigint[]) returns void language plpgsql set enable_seqscan = off as $$
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

create function keep_cards_of_added_tracks() returns trigger language plpgsql as $$
begin
  perform keep_search_cards(array(select id from added));
  return null;
end $$;

create function keep_cards_of_changed_tracks() returns trigger language plpgsql as $$
declare
  changed bigint[] := array(
    select id from (select id, name, artist_id, album_name, release_date, popularity, image_url from after
                    except select id, name, artist_id, album_name, release_date, popularity, image_url from before) as changed);
begin
  if changed <> '{}' then perform keep_search_cards(changed); end if;
  return null;
end $$;

create function keep_cards_of_changed_artists() returns trigger language plpgsql set enable_seqscan = off as $$
declare
  changed bigint[] := array(
    select tracks.id from (select id, name from after except select id, name from before) as changed
    cross join lateral (select id from tracks where tracks.artist_id = changed.id offset 0) as tracks);
begin
  if changed <> '{}' then perform keep_search_cards(changed); end if;
  return null;
end $$;

-- What entries are made of: one track of one library.
create type search_row as (user_id bigint, track_id bigint, plays integer, popularity smallint, title text, artist text, album text);

create function add_search_words(users bigint[], words text[], bests bigint[]) returns void language plpgsql set enable_seqscan = off as $$
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

create function add_search_entries(rows search_row[]) returns void language plpgsql set enable_seqscan = off as $$
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

create function remove_search_entries(rows search_row[]) returns void language plpgsql set enable_seqscan = off as $$
begin
  delete from search_entries where ctid = any (array(
    select entries.ctid from unnest(rows) as gone cross join lateral words_of_track(gone.title, gone.artist, gone.album) as words
    cross join lateral (
      select ctid from search_entries
      where user_id = gone.user_id and word = words.word and place = search_place(words.stands, gone.plays, gone.popularity)
        and track_id = gone.track_id offset 0) as entries));
end $$;

create function keep_entries_of_added() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  perform from search_cards where track_id in (select track_id from added) and xmin <> pg_current_xact_id()::xid order by track_id for share;
  perform add_search_entries(array(
    select row(added.user_id, added.track_id, added.play_count, popularity, title, artist, album)::search_row
    from added cross join lateral (select popularity, title, artist, album from search_cards where search_cards.track_id = added.track_id offset 0) as cards));
  return null;
end $$;

-- A library that goes as a whole takes its entries with it; otherwise they are found one by one. Whoever adds to it holds
-- the user (for key share), and has committed before we look whether it is empty.
create function drop_entries_of_removed() returns trigger language plpgsql set enable_seqscan = off as $$
declare
  emptied bigint[];
begin
  perform from search_cards where track_id in (select track_id from removed) order by track_id for share;
  select array_agg(user_id) into emptied from (select distinct user_id from removed) as losers
  where not exists (select from library where library.user_id = losers.user_id);
  perform from users where id = any (emptied) order by id for update;
  select array_agg(user_id) into emptied from unnest(emptied) as losers (user_id)
  where not exists (select from library where library.user_id = losers.user_id);
  delete from search_entries where user_id = any (emptied);
  delete from search_words where user_id = any (emptied);
  perform remove_search_entries(array(
    select row(removed.user_id, removed.track_id, removed.play_count, popularity, title, artist, album)::search_row
    from removed cross join lateral (select popularity, title, artist, album from search_cards where search_cards.track_id = removed.track_id offset 0) as cards
    where removed.user_id <> all (coalesce(emptied, '{}'))));
  return null;
end $$;

create function keep_entries_of_played() returns trigger language plpgsql set enable_seqscan = off as $$
declare
  played bigint[] := array(select track_id from (select user_id, track_id, play_count from after except select user_id, track_id, play_count from before) as played);
begin
  if played = '{}' then return null; end if;
  perform from search_cards where track_id = any (played) order by track_id for share;
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

create function keep_entries_of_changed_cards() returns trigger language plpgsql set enable_seqscan = off as $$
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
