-- What comes over from a database of the old app.

-- When it came; null for what was met here. A row whose first_seen_at is this very time was first seen at a time that the
-- old database did not say.
alter table library add column imported_at timestamptz;

-- Artists that a user's old database knew, those without tracks among them, so that an export has them all again.
create table library_artists (
  user_id        bigint not null constraint library_artist_user references users,
  artist_id      bigint not null constraint library_artist_known references artists,
  first_seen_at  timestamptz,  -- null when the old database did not say
  constraint library_artists_key primary key (user_id, artist_id)
);

-- A time that nobody knows stays null: it is never the time of the import in disguise.
alter table artists alter column created_at drop not null;
alter table tracks alter column created_at drop not null;
alter table playlist_tracks alter column created_at drop not null;
