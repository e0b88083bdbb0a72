-- Facts: what Spotify says, what people's own sources say, what people did here. Nothing in these tables is derived from others;
-- answers are worked out in memory (src/history, src/questions).
--
-- This is the schema as of step 019. A new database begins with it; one that is older comes here by sql/upgrade (src/db/schema.hpp).
-- House rules:
--   * a step is applied once, in the order of the names, and never edited after a release; the version before must go on working;
--   * constraints have names;
--   * keys of a person's tables begin with user_id, so that one person's rows can lie together on one machine of several;
--   * no triggers: what a change entails is said by the statement that makes it.

-- The catalogue. Only Spotify's API and the feature provider write what it says. An import may add an id, whose names and facts stay
-- null until Spotify has confirmed it: until then each person sees what their own sources say of it (track_claims).
create table artists (
  id          bigint generated always as identity constraint artists_key primary key,
  spotify_id  varchar(22) not null constraint artist_spotify_id_once unique,
  name        varchar(500),                                -- null: not confirmed
  created_at  timestamptz,                                 -- when it was confirmed
  changed_at  timestamptz not null default '-infinity'     -- when what people see of it last changed: histories look for it
);
create index artists_by_change on artists (changed_at) where changed_at > '-infinity';
-- A number among audio features. What is none reads as absent instead of failing the whole row.
create function measured(features jsonb, name text) returns real language sql immutable parallel safe
return case when jsonb_typeof(features -> name) = 'number' then (features ->> name)::real end;
create table tracks (
  id                 bigint generated always as identity constraint tracks_key primary key,
  spotify_id         varchar(22) not null constraint track_spotify_id_once unique,
  name               varchar(500),                         -- null: not confirmed
  artist_id          bigint constraint track_artist references artists,
  album_name         varchar(500),
  release_date       date,                                 -- the first day of what is known
  release_precision  varchar(5) constraint release_precision_known check (release_precision in ('year', 'month', 'day')),
  duration_ms        integer constraint duration_not_negative check (duration_ms >= 0),
  popularity         smallint constraint popularity_in_range check (popularity between 0 and 100),
  isrc               varchar(32),
  image_url          text,
  audio_features     jsonb,
  features_source    varchar(40),                          -- who measured them
  features_asked_at  timestamptz,                          -- when we last asked, also in vain
  raw_json           jsonb,                                -- Spotify's own answer
  created_at         timestamptz,
  energy real generated always as (measured(audio_features, 'energy')) stored, valence real generated always as (measured(audio_features, 'valence')) stored,
  danceability real generated always as (measured(audio_features, 'danceability')) stored, acousticness real generated always as (measured(audio_features, 'acousticness')) stored,
  instrumentalness real generated always as (measured(audio_features, 'instrumentalness')) stored, liveness real generated always as (measured(audio_features, 'liveness')) stored,
  speechiness real generated always as (measured(audio_features, 'speechiness')) stored, tempo real generated always as (measured(audio_features, 'tempo')) stored,
  loudness real generated always as (measured(audio_features, 'loudness')) stored,
  changed_at         timestamptz not null default '-infinity',
  -- Words of name (A), artist (B) and album (C), folded and written by the program: PostgreSQL's parser would drop signs and cut
  -- scripts in other places. `migrate` writes those that an older version of the folding made (src/store/catalogue_words.hpp).
  words              tsvector,
  words_version      smallint not null default 0,
  constraint release_date_with_precision check ((release_date is null) = (release_precision is null))
)
-- What Spotify sent is kept beside the table: questions about many tracks read a fifth of the pages.
with (toast_tuple_target = 512);
create index tracks_of_artist on tracks (artist_id);
create index tracks_by_change on tracks (changed_at) where changed_at > '-infinity';
-- Without a list of pending entries, which every search would have to go through.
create index tracks_by_words on tracks using gin (words) with (fastupdate = off) where name is not null;
create index tracks_by_words_version on tracks (words_version, id) where name is not null;
create extension if not exists cube;  -- trusted: the owner of a database may make it
create index tracks_by_sound on tracks using gist (cube(array[energy, valence, danceability]::float8[]))
  where energy is not null and valence is not null and danceability is not null and name is not null;

-- People, how they prove who they are, and what Spotify granted them.
create table users (
  id                  bigint generated always as identity constraint users_key primary key,
  spotify_user_id     text not null,
  spotify_account_id  text,
  display_name        text,
  image_url           text,
  time_zone           text,                                -- an IANA name; null until the browser or the person says it: UTC
  created_at          timestamptz not null default now(),
  history_deleted_at  timestamptz                          -- captures of the next morning leave it deleted
);
-- Who is who at Spotify: 'spotify:user:<user id>' and 'spotify:account:<account id>' (src/store/identities.hpp). Its key lets one
-- person have one user: unique keys of users could not, where users lie on several machines.
create table identities (
  identity  text constraint identities_key primary key,
  user_id   bigint not null constraint identity_user references users
);
create index identities_of_user on identities (user_id);
create table spotify_grants (
  user_id        bigint constraint grants_key primary key constraint grant_user references users,
  access_token   bytea not null,                           -- sealed (AES-256-GCM) under a key derived from SECRET_KEY
  refresh_token  bytea,                                    -- sealed
  scopes         text not null,
  expires_at     timestamptz not null,                     -- of the access token
  authorized_at  timestamptz not null,                     -- refresh tokens live six months from here
  state          varchar(20) not null default 'ok' constraint grant_state_known check (state in ('ok', 'needs_login'))
);
-- A login on its way to Spotify and back: burnt by the first callback that names it.
create table logins (
  state_digest    bytea constraint logins_key primary key,
  browser_digest  bytea not null,
  verifier        text not null,
  created_at      timestamptz not null default now()
);
create index logins_by_age on logins (created_at);
-- Sessions and keys name their users ("<user id>.<secret>", src/core/credential.hpp). What was issued before step 017 names nobody
-- and is found by its digest alone; its last session has ended sixty days after that step, its keys have no end.
create table sessions (
  id            bigint generated always as identity,
  user_id       bigint not null constraint session_user_known references users,
  token_digest  bytea not null,
  names_user    boolean not null default false,
  created_at    timestamptz not null default now(),
  last_used_at  timestamptz not null default now(),
  expires_at    timestamptz not null,
  agent         text,
  constraint sessions_key primary key (user_id, token_digest)
);
create index sessions_of_before on sessions (token_digest) where not names_user;
create table api_keys (
  id            bigint generated always as identity,
  user_id       bigint not null constraint api_key_user_known references users,
  key_digest    bytea not null,
  names_user    boolean not null default false,
  label         varchar(100) not null,
  scope         varchar(5) not null constraint api_key_scope_known check (scope in ('read', 'write')),
  created_at    timestamptz not null default now(),
  last_used_at  timestamptz,
  expires_at    timestamptz,
  constraint api_keys_key primary key (user_id, key_digest),
  constraint api_key_label_once unique (user_id, label)
);
create index api_keys_of_before on api_keys (key_digest) where not names_user;
-- Answers to changes that carried an Idempotency-Key: who repeats one gets the first answer again.
create table idempotency_keys (
  user_id         bigint not null constraint idempotency_key_user references users on delete cascade,
  key             varchar(255) not null,
  request_digest  bytea not null,                          -- of method, path and body: the same key with another request is a mistake
  claimed_until   timestamptz not null,                    -- its first claimant has so long; afterwards another may
  status          smallint,                                -- null while nobody has answered it
  answer          bytea,                                   -- sealed
  expires_at      timestamptz not null,
  constraint idempotency_keys_key primary key (user_id, key)
);
-- What all share of Spotify's patience, per client id: it must survive a restart.
create table spotify_budgets (
  client_id      text constraint spotify_budgets_key primary key,
  blocked_until  timestamptz,
  blocked_why    text,
  calls          jsonb not null default '[]',
  updated_at     timestamptz not null default now()
);
-- Counted calls: [{"since":"2026-11-30T12:00:00+00:00","calls":17}, …], in stretches of ten minutes, those of the last day. Functions,
-- because a distributed database takes no subquery behind "do update"; immutable, because the texts name their time zone.
create function spotify_calls_of_day(calls jsonb, at timestamptz) returns bigint language sql immutable as $$
  select coalesce(sum(known.calls), 0)::bigint
  from jsonb_to_recordset($1) as known (since timestamptz, calls bigint) where since > at - interval '24 hours 10 minutes'
$$;
create function with_spotify_call(calls jsonb, at timestamptz) returns jsonb language sql immutable as $$
  select jsonb_agg(jsonb_build_object('since', since, 'calls', stretch.calls) order by since)
  from (
    select since, sum(each.calls) as calls
    from (select since, known.calls from jsonb_to_recordset($1) as known (since timestamptz, calls bigint) where since > at - interval '24 hours 10 minutes'
          union all select date_bin('10 minutes', at, 'epoch'), 1) as each
    group by since) as stretch
$$;

-- Histories. A transaction that changes a person's library, claims, plays or snapshots first takes the next version here, which locks
-- this row, and stamps what it writes; one that deletes rows raises the epoch: copies in memory then read everything again.
create table libraries (
  user_id  bigint constraint libraries_key primary key constraint library_version_user references users,
  version  bigint not null default 0,
  epoch    bigint not null default 0
);
-- Who told us: the reading of a Spotify account (one for each person), an import, and so on.
create table sources (
  user_id     bigint not null constraint source_user references users,
  id          bigint generated always as identity,
  kind        varchar(20) not null,                        -- 'spotify', 'old_app'; 'earlier': told before sources were kept
  name        varchar(200),                                -- of the file, say
  created_at  timestamptz not null default now(),
  constraint sources_key primary key (user_id, id)
);
create unique index source_of_spotify_once on sources (user_id) where kind = 'spotify';
-- One row for each track that a person has met.
create table library (
  user_id        bigint not null constraint library_user references users,
  track_id       bigint not null constraint library_track references tracks,
  first_seen_at  timestamptz not null,
  saved_at       timestamptz,
  unsaved_at     timestamptz,                              -- when it was found to be no longer among the Liked Songs
  imported_at    timestamptz,                              -- null for what was met here; equal to first_seen_at: nobody knows when it was met
  version        bigint not null default 0,
  constraint library_key primary key (user_id, track_id)
);
create index library_by_version on library (user_id, version);
-- What a person's own sources say of a track, to the letter. It shows where the catalogue says nothing, to this person only.
create table track_claims (
  user_id            bigint not null constraint claim_user references users,
  track_id           bigint not null constraint claim_track references tracks,
  source_id          bigint not null,
  name               varchar(500) not null,
  artist_id          bigint not null constraint claim_artist references artists,
  artist_name        varchar(500),
  album_name         varchar(500),
  release_date       date,
  release_precision  varchar(5),
  duration_ms        integer,
  popularity         smallint,
  isrc               varchar(32),
  image_url          text,
  audio_features     jsonb,
  raw_json           jsonb,
  met_at             timestamptz,                          -- when the source says that the person met it
  energy real generated always as (measured(audio_features, 'energy')) stored, valence real generated always as (measured(audio_features, 'valence')) stored,
  danceability real generated always as (measured(audio_features, 'danceability')) stored, acousticness real generated always as (measured(audio_features, 'acousticness')) stored,
  instrumentalness real generated always as (measured(audio_features, 'instrumentalness')) stored, liveness real generated always as (measured(audio_features, 'liveness')) stored,
  speechiness real generated always as (measured(audio_features, 'speechiness')) stored, tempo real generated always as (measured(audio_features, 'tempo')) stored,
  loudness real generated always as (measured(audio_features, 'loudness')) stored,
  constraint track_claims_key primary key (user_id, track_id, source_id)
)
with (toast_tuple_target = 512);
-- Artists that an old database has, those without tracks among them, so that an export has them all again.
create table library_artists (
  user_id        bigint not null constraint library_artist_user references users,
  artist_id      bigint not null constraint library_artist_known references artists,
  source_id      bigint not null,
  name           varchar(500),                             -- as the source says it
  first_seen_at  timestamptz,                              -- null: the source did not say
  constraint library_artists_key primary key (user_id, artist_id, source_id)
);
-- Plays as each source told them; what several sources tell of one play is reconciled when it is read (src/history/reconciliation.hpp).
create table plays (
  user_id       bigint not null constraint play_user references users,
  version       bigint not null,
  source_id     bigint not null,
  track_id      bigint not null constraint play_track references tracks,
  played_at     timestamptz not null,
  is_start      boolean not null default false,            -- played_at is when it began; else when it ended
  ms_played     integer constraint ms_played_not_negative check (ms_played >= 0),
  nth           smallint not null default 1,               -- of rows that the source tells of this track and time
  kind          varchar(8) not null default 'track' constraint play_kind_known check (kind in ('track', 'episode', 'chapter')),
  reason_start  varchar(40),
  reason_end    varchar(40),
  skipped       boolean,
  shuffle       boolean,
  offline       boolean,
  incognito     boolean,
  platform      varchar(200),
  country       varchar(2),
  constraint plays_key primary key (user_id, source_id, played_at, track_id, nth)
);
create index plays_by_version on plays (user_id, version);
-- Spotify's top lists, day by day.
create table snapshots (
  user_id        bigint not null constraint snapshot_user references users,
  snapshot_date  date not null,
  time_range     varchar(11) not null constraint snapshot_range_known check (time_range in ('short_term', 'medium_term', 'long_term')),
  rank           smallint not null constraint snapshot_rank_positive check (rank > 0),
  track_id       bigint not null constraint snapshot_track references tracks,
  source_id      bigint not null,
  version        bigint not null default 0,
  constraint snapshots_key primary key (user_id, snapshot_date, time_range, rank),
  constraint snapshot_track_once unique (user_id, snapshot_date, time_range, track_id)
);
create index snapshots_by_version on snapshots (user_id, version);

-- What people make of it.
create table playlists (
  user_id              bigint not null constraint playlist_user references users,
  playlist_id          varchar(100) not null,
  name                 varchar(100) not null,
  kind                 varchar(20) not null,
  year                 smallint,
  choice               varchar(10) constraint playlist_choice_known check (choice in ('loved', 'released')),
  source_id            bigint,                             -- the import that brought it; null: made here
  state                varchar(10) not null default 'draft' constraint playlist_state_known check (state in ('draft', 'publishing', 'published', 'partial', 'failed')),
  marker               text,                               -- stands in the description on Spotify, so that a lost answer can be found again
  spotify_playlist_id  text,
  url                  text,
  published_count      integer not null default 0,
  left_out_count       integer not null default 0,
  problem              text,
  claimed_by           text,                               -- the process that publishes it
  claimed_until        timestamptz,
  created_at           timestamptz not null default now(),
  updated_at           timestamptz not null default now(),
  constraint playlists_key primary key (user_id, playlist_id)
);
create index playlists_being_published on playlists (claimed_until) where state = 'publishing';
-- Adding a track is the hottest write, and foreign keys were half of PostgreSQL's part of it. The statement that adds proves that track
-- and playlist exist, and holds the playlist (src/store/playlist_tracks.cpp); to delete a playlist is to delete its rows here first.
create table playlist_tracks (
  user_id      bigint not null,
  playlist_id  varchar(100) not null,
  track_id     bigint not null,
  position     smallint not null constraint position_not_negative check (position >= 0),
  source_id    bigint,
  created_at   timestamptz default now(),                  -- null: an import did not say
  left_out     text,                                       -- why Spotify refuses it; null: nothing is known against it
  constraint playlist_track_once primary key (user_id, playlist_id, track_id)
);

-- Work under way. Its rows are what pages watch, and where another replica, or this one after a restart, goes on.
create table captures (
  user_id        bigint not null constraint capture_user references users,
  id             bigint generated always as identity,
  state          varchar(10) not null default 'waiting' constraint capture_state_known check (state in ('waiting', 'running', 'done', 'partial', 'failed')),
  steps          jsonb not null,
  problems       jsonb not null default '[]',
  problem_count  integer not null default 0,
  sentence       text not null default '',
  liked_seen     bigint[] not null default '{}',           -- what the reading of the Liked Songs has met so far; emptied at the end
  liked_reading  jsonb,                                    -- and where it stands
  started_at     timestamptz not null default now(),
  finished_at    timestamptz,
  resumes_at     timestamptz,
  claimed_by     text,                                     -- the process that reads it, which must prove itself by this with every page
  claimed_until  timestamptz,
  constraint captures_key primary key (user_id, id)
);
create unique index capture_one_at_a_time on captures (user_id) where state in ('waiting', 'running');
create index captures_unfinished on captures (claimed_until) where state in ('waiting', 'running');
create index captures_by_start on captures (user_id, started_at);
-- An upload. The file lies with the process that received it. The row's last change is made by the transaction that brings the rows
-- over, so "done" is true exactly when they are there.
create table imports (
  user_id        bigint not null constraint import_user references users,
  id             bigint generated always as identity,
  state          varchar(10) not null default 'waiting' constraint import_state_known check (state in ('waiting', 'running', 'done', 'failed')),
  bytes          bigint not null,
  progress       jsonb,                                    -- {"what":"reading tracks","done":1000,"total":5000}
  report         jsonb,
  sentence       text not null default '',
  rejects_bytes  bigint not null default 0,
  started_at     timestamptz not null default now(),
  finished_at    timestamptz,
  claimed_by     text,                                     -- the process that has the file
  claimed_until  timestamptz,
  constraint imports_key primary key (user_id, id)
);
create unique index import_one_at_a_time on imports (user_id) where state in ('waiting', 'running');
create index imports_unfinished on imports (claimed_until) where state in ('waiting', 'running');
-- The rows that were refused, as one CSV file in pieces.
create table import_rejects (
  user_id    bigint not null,
  import_id  bigint not null,
  part       integer not null,
  csv        bytea not null,
  constraint import_rejects_key primary key (user_id, import_id, part),
  constraint import_rejects_import foreign key (user_id, import_id) references imports on delete cascade
);

-- Everything of one person: whatever table has a column user_id, so that a new one can't be forgotten.
create function erase_user(who bigint) returns void language plpgsql as $$
declare
  place regclass;
begin
  perform from users where id = who for update;
  perform from playlists where user_id = who order by playlist_id for update;  -- additions of tracks hold them
  for place in
    select attrelid from pg_attribute join pg_class on pg_class.oid = attrelid
    where attname = 'user_id' and attnum > 0 and not attisdropped and relkind in ('r', 'p') and relnamespace = (select relnamespace from pg_class where oid = 'users'::regclass) order by attrelid::regclass::text
  loop
    execute format('delete from %s where user_id = $1', place) using who;
  end loop;
  delete from users where id = who;
end
$$;
