-- Adding a track to a playlist is the hottest write. That track and playlist exist is proved by the statement that adds: it
-- joins tracks, and holds each playlist once for all of its rows (src/store/playlist_tracks.cpp). Foreign keys would ask again
-- for each row, and lock track and playlist each time against everybody else who adds to them: they made half of
-- PostgreSQL's part of a write. What they also did is done here, at the price of the rare deletion instead of every write.
-- Whoever adds rows must hold their playlist: by "for key share", or by having written it in the same transaction.
alter table playlist_tracks drop constraint playlist_track_known;
alter table playlist_tracks drop constraint playlist_track_playlist;

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

-- The deletion has waited for everybody who held the playlist, so this statement sees all that was added.
create function tracks_leave_with_their_playlist() returns trigger language plpgsql as $$
begin
  delete from playlist_tracks using gone where (playlist_tracks.user_id, playlist_tracks.playlist_id) = (gone.user_id, gone.playlist_id);
  return null;
end $$;
create trigger tracks_leave_with_their_playlist after delete on playlists referencing old table as gone
  for each statement execute function tracks_leave_with_their_playlist();

create function playlists_keep_their_names() returns trigger language plpgsql as $$
begin
  raise feature_not_supported using message = 'a playlist keeps its user and its id: playlist_tracks names them';
end $$;
create trigger playlists_keep_their_names before update of user_id, playlist_id on playlists for each row
  when (old.user_id <> new.user_id or old.playlist_id <> new.playlist_id) execute function playlists_keep_their_names();

create function playlist_parts_are_not_truncated() returns trigger language plpgsql as $$
begin
  raise feature_not_supported using message = 'tracks and playlists can''t be truncated: playlist_tracks names them';
end $$;
create trigger playlist_parts_are_not_truncated before truncate on tracks for each statement execute function playlist_parts_are_not_truncated();
create trigger playlist_parts_are_not_truncated before truncate on playlists for each statement execute function playlist_parts_are_not_truncated();

-- Also while an import leaves out the checks that it has made itself (session_replication_role).
alter table tracks enable always trigger playlists_keep_their_tracks;
alter table tracks enable always trigger playlist_parts_are_not_truncated;
alter table playlists enable always trigger tracks_leave_with_their_playlist;
alter table playlists enable always trigger playlists_keep_their_names;
alter table playlists enable always trigger playlist_parts_are_not_truncated;
