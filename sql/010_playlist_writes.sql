-- Adding a track to a playlist is the hottest write. That the track exists is proved by the statement that adds it: it joins
-- tracks. A foreign key would prove it again row by row, and lock the track against every other playlist that takes it; with
-- it a write in a group costs PostgreSQL a third more. What the key also did, keep a track that stands in a playlist from
-- being deleted, is done here, at the price of the rare deletion instead of every write.
alter table playlist_tracks drop constraint playlist_track_known;

create function playlists_keep_their_tracks() returns trigger language plpgsql as $$
begin
  -- Waits for additions under way, whose statements may have seen the track, and holds later ones off until the end.
  lock table playlist_tracks in share row exclusive mode;
  if exists (select from playlist_tracks join gone on gone.id = playlist_tracks.track_id) then
    raise foreign_key_violation using message = 'a track that stands in a playlist can''t be deleted', constraint = 'playlist_track_known';
  end if;
  return null;
end $$;
create trigger playlists_keep_their_tracks after delete on tracks referencing old table as gone
  for each statement execute function playlists_keep_their_tracks();

create function tracks_are_not_truncated() returns trigger language plpgsql as $$
begin
  raise feature_not_supported using message = 'tracks can''t be truncated: playlists name them';
end $$;
create trigger tracks_are_not_truncated before truncate on tracks for each statement execute function tracks_are_not_truncated();

-- Also while an import leaves out the checks that it has made itself (session_replication_role).
alter table tracks enable always trigger playlists_keep_their_tracks;
alter table tracks enable always trigger tracks_are_not_truncated;
