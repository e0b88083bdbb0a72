-- What people have decided of two tracks: that the first is the same recording as the second, or that it is another one. Tracks of one
-- ISRC are the same without it, which is worked out when a history is read (src/history/recordings.hpp).
create table recordings (
  user_id      bigint not null constraint recording_user references users,
  track_id     bigint not null constraint recording_track references tracks,
  as_track_id  bigint not null constraint recording_as_track references tracks,
  same         boolean not null,
  decided_at   timestamptz not null default now(),
  constraint recordings_key primary key (user_id, track_id, as_track_id)
);
