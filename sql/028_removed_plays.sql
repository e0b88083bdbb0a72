-- Plays that people have removed. What sources told stays as it is: a removal is a row beside it, the same for whatever tells of the play
-- later, and to delete it is to undo it.

-- The row of plays that knew the play best, as its source told it. Reconciliation (src/history/reconciliation.hpp) leaves out what is the
-- same play by its own rules, also when that source is gone. To add or to delete one is to begin a new epoch.
create table removed_plays (
  user_id      bigint not null constraint removed_play_user references users,
  track_id     bigint not null constraint removed_play_track references tracks,
  played_at    timestamptz not null,
  is_start     boolean not null,
  ms_played    integer,
  source_kind  varchar(20) not null,                       -- as in sources: it says how the row is to be read
  removed_at   timestamptz not null default now(),
  source_id    bigint,                                     -- the source of kind 'own_export' that brought it; null: removed here
  constraint removed_plays_key unique nulls not distinct (user_id, track_id, played_at, is_start, ms_played)
);
