-- Playlists drawn from snapshots, and captures that begin once a day.

-- The snapshots of one kind by day: the latest one, and all of a window, without reading the other kinds.
create index snapshots_by_kind on snapshots (user_id, time_range, snapshot_date, track_id, rank);

-- Whether somebody had a capture on this day of theirs: asked of everybody, every few minutes.
create index captures_by_start on captures (user_id, started_at);

-- The few tracks of which somebody measured only a part: they are in nobody's sounds (005), and moods look for them here.
create index tracks_measured_in_part on tracks (id) where energy is not null and (valence is null or danceability is null);
