-- Tracks that Spotify refuses are left out of the playlist there, and named; a playlist that is kept anew tries them again.
alter table playlist_tracks add column left_out text;  -- why; null: nothing is known against it
alter table playlists add column left_out_count integer not null default 0;
