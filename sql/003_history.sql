-- What a user listened to, loved and made of it.

-- One row per track a user has met.
create table library (
  user_id         bigint not null constraint library_user references users,
  track_id        bigint not null constraint library_track references tracks,
  first_seen_at   timestamptz not null,
  saved_at        timestamptz,
  play_count      integer not null default 0,
  ms_played       bigint not null default 0,
  last_played_at  timestamptz,
  constraint library_key primary key (user_id, track_id)
);
create index library_by_save on library (user_id, saved_at) where saved_at is not null;
create index library_by_first_seen on library (user_id, first_seen_at);

create table plays (
  user_id    bigint not null constraint play_user references users,
  played_at  timestamptz not null,
  track_id   bigint not null constraint play_track references tracks,
  ms_played  integer,
  source     varchar(20) not null,
  constraint plays_key primary key (user_id, played_at, track_id)
);

create table snapshots (
  user_id        bigint not null constraint snapshot_user references users,
  snapshot_date  date not null,
  time_range     varchar(11) not null constraint snapshot_range_known check (time_range in ('short_term', 'medium_term', 'long_term')),
  rank           smallint not null constraint snapshot_rank_positive check (rank > 0),
  track_id       bigint not null constraint snapshot_track references tracks,
  constraint snapshots_key primary key (user_id, snapshot_date, time_range, rank),
  constraint snapshot_track_once unique (user_id, snapshot_date, time_range, track_id)
);
create index snapshots_of_track on snapshots (user_id, track_id, rank);

create table playlists (
  user_id              bigint not null constraint playlist_user references users,
  playlist_id          varchar(100) not null,
  name                 varchar(100) not null,
  kind                 varchar(20) not null,
  year                 smallint,
  choice               varchar(10) constraint playlist_choice_known check (choice in ('loved', 'released')),
  state                varchar(10) not null default 'draft'
                       constraint playlist_state_known check (state in ('draft', 'publishing', 'published', 'partial', 'failed')),
  marker               text,      -- stands in the description on Spotify, so that a lost answer can be found again
  spotify_playlist_id  text,
  url                  text,
  published_count      integer not null default 0,
  problem              text,
  claimed_by           text,         -- the process that publishes it
  claimed_until        timestamptz,
  created_at           timestamptz not null default now(),
  updated_at           timestamptz not null default now(),
  constraint playlists_key primary key (user_id, playlist_id)
);
create index playlists_being_published on playlists (claimed_until) where state = 'publishing';

create table playlist_tracks (
  user_id      bigint not null,
  playlist_id  varchar(100) not null,
  track_id     bigint not null constraint playlist_track_known references tracks,
  position     smallint not null constraint position_not_negative check (position >= 0),
  created_at   timestamptz not null default now(),
  constraint playlist_track_once primary key (user_id, playlist_id, track_id),
  constraint playlist_track_playlist foreign key (user_id, playlist_id) references playlists on delete cascade
);

-- One run of reading a user's history from Spotify. Its row is what the page watches and where another replica, or this
-- one after a restart, goes on.
create table captures (
  user_id        bigint not null constraint capture_user references users,
  id             bigint generated always as identity,
  state          varchar(10) not null default 'waiting'
                 constraint capture_state_known check (state in ('waiting', 'running', 'done', 'partial', 'failed')),
  steps          jsonb not null,
  problems       jsonb not null default '[]',
  problem_count  integer not null default 0,
  sentence       text not null default '',
  started_at     timestamptz not null default now(),
  finished_at    timestamptz,
  resumes_at     timestamptz,
  claimed_by     text,         -- the process that reads it, which must prove itself by this with every page
  claimed_until  timestamptz,
  constraint captures_key primary key (user_id, id)
);
create unique index capture_one_at_a_time on captures (user_id) where state in ('waiting', 'running');
create index captures_unfinished on captures (claimed_until) where state in ('waiting', 'running');
