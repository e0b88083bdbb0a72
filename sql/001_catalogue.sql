-- The shared catalogue. House rules for every step:
--   * applied once, in the order of the names, never edited after a release; the version before must go on working;
--   * constraints have names: the program tells a client what was wrong by them;
--   * user-owned tables begin their keys with user_id; nothing of a user hangs on the catalogue by "on delete cascade".

create table artists (
  id          bigint generated always as identity constraint artists_key primary key,
  spotify_id  varchar(22) not null constraint artist_spotify_id_once unique,
  name        varchar(500) not null,
  created_at  timestamptz not null default now()
);

create table tracks (
  id                 bigint generated always as identity constraint tracks_key primary key,
  spotify_id         varchar(22) not null constraint track_spotify_id_once unique,
  name               varchar(500) not null,
  artist_id          bigint not null constraint track_artist references artists,
  album_name         varchar(500),
  release_date       date,  -- the first day of what is known
  release_precision  varchar(5) constraint release_precision_known check (release_precision in ('year', 'month', 'day')),
  duration_ms        integer constraint duration_not_negative check (duration_ms >= 0),
  popularity         smallint constraint popularity_in_range check (popularity between 0 and 100),
  isrc               varchar(32),
  image_url          text,
  audio_features     jsonb,
  features_source    varchar(40),   -- who measured them
  features_asked_at  timestamptz,   -- when we last asked, also in vain: nobody is asked every day for what nobody has
  raw_json           jsonb,
  created_at         timestamptz not null default now(),

  -- Numbers that questions compare and sort by. What is no number reads as absent instead of failing the whole row.
  energy           real generated always as (case when jsonb_typeof(audio_features -> 'energy') = 'number' then (audio_features ->> 'energy')::real end) stored,
  valence          real generated always as (case when jsonb_typeof(audio_features -> 'valence') = 'number' then (audio_features ->> 'valence')::real end) stored,
  danceability     real generated always as (case when jsonb_typeof(audio_features -> 'danceability') = 'number' then (audio_features ->> 'danceability')::real end) stored,
  acousticness     real generated always as (case when jsonb_typeof(audio_features -> 'acousticness') = 'number' then (audio_features ->> 'acousticness')::real end) stored,
  instrumentalness real generated always as (case when jsonb_typeof(audio_features -> 'instrumentalness') = 'number' then (audio_features ->> 'instrumentalness')::real end) stored,
  liveness         real generated always as (case when jsonb_typeof(audio_features -> 'liveness') = 'number' then (audio_features ->> 'liveness')::real end) stored,
  speechiness      real generated always as (case when jsonb_typeof(audio_features -> 'speechiness') = 'number' then (audio_features ->> 'speechiness')::real end) stored,
  tempo            real generated always as (case when jsonb_typeof(audio_features -> 'tempo') = 'number' then (audio_features ->> 'tempo')::real end) stored,
  loudness         real generated always as (case when jsonb_typeof(audio_features -> 'loudness') = 'number' then (audio_features ->> 'loudness')::real end) stored,

  constraint release_date_with_precision check ((release_date is null) = (release_precision is null))
)
-- What Spotify sent is kept beside the table: questions about many tracks read a fifth of the pages.
with (toast_tuple_target = 512);

-- Tracks whose features nobody was asked for yet, and those worth asking again.
create index tracks_without_features on tracks (features_asked_at nulls first, id) where audio_features is null;
