-- Our own export, imported. Each source in the archive comes as a source of its own. What the archive has besides belongs to one more, of the
-- kind 'own_export', so that undoing that one takes back all that came with it.
alter table sources
  add brought_by bigint;                                   -- the source of kind 'own_export' that it came with; null: it was made here
alter table recordings
  add source_id bigint;                                    -- the source of kind 'own_export' that brought it; null: decided here
alter table gaps
  add source_id bigint;                                    -- the source of kind 'own_export' that brought it; null: found here
-- What such an archive says of the tracks in a person's library, and what the row said before: undoing it puts that back.
create table brought_library (
  user_id            bigint not null constraint brought_library_user references users,
  source_id          bigint not null,
  track_id           bigint not null,
  first_seen_at      timestamptz not null,
  saved_at           timestamptz,
  was_first_seen_at  timestamptz,                          -- null: there was no row
  was_saved_at       timestamptz,
  constraint brought_library_key primary key (user_id, source_id, track_id)
);
