-- One committed row for each transaction, as fast as pgbench can: what the same writes cost without a server in between.
-- Each client has so many playlists of its own: -D n=0 -D stride=15 -D tracks=1872 -D user=1
\set playlist :client_id * :stride + :n / :tracks
\set track :n % :tracks + 1
\set n :n + 1
insert into playlist_tracks (user_id, playlist_id, track_id, position)
values (:user, 'bench-' || (:playlist)::int, :track, :n % 30000) on conflict do nothing;
