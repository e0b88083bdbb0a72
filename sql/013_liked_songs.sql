-- When a reading of all Liked Songs found that the song is no longer among them; null while it is. saved_at stays: the
-- song was loved then.
alter table library add column unsaved_at timestamptz;

-- What the reading of the Liked Songs has met so far, and where it stands; both are emptied when the capture ends.
alter table captures add column liked_seen bigint[] not null default '{}', add column liked_reading jsonb;
