-- The old app's database, revised generation, by its tutorial's own statements.
CREATE TABLE tracks (
  track_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  artist_name TEXT NOT NULL,
  album_name TEXT,
  duration_ms INTEGER,
  spotify_url TEXT,
  raw_json TEXT
);
CREATE TABLE snapshots (
  track_id TEXT NOT NULL,
  snapshot_date TEXT NOT NULL,
  time_range TEXT NOT NULL,
  rank INTEGER NOT NULL,
  PRIMARY KEY (track_id, snapshot_date, time_range),
  FOREIGN KEY (track_id) REFERENCES tracks(track_id)
);
INSERT INTO tracks VALUES
  ('6b2oQwSGFkzsMtQruIWm2p', 'Creep', 'Radiohead', 'Pablo Honey', 238640, 'https://open.spotify.com/track/6b2oQwSGFkzsMtQruIWm2p',
   '{"id": "6b2oQwSGFkzsMtQruIWm2p", "name": "Creep", "popularity": 88, "duration_ms": 238640, "external_ids": {"isrc": "GBAYE9200070"},
     "artists": [{"id": "4Z8W4fKeB5YxbusRsdQVPb", "name": "Radiohead"}], "album": {"name": "Pablo Honey", "release_date": "1993-02-22",
     "release_date_precision": "day", "images": [{"url": "https://i.scdn.co/image/creep", "width": 300, "height": 300}]}}'),
  ('0TwBtDAWpkpM3srywFVOV5', 'Crazy in Love', 'Beyoncé', 'Dangerously in Love', 236133, 'https://open.spotify.com/track/0TwBtDAWpkpM3srywFVOV5', NULL);
INSERT INTO snapshots VALUES
  ('6b2oQwSGFkzsMtQruIWm2p', '2025-01-02', 'short_term', 1),
  ('0TwBtDAWpkpM3srywFVOV5', '2025-01-02', 'short_term', 2),
  ('6b2oQwSGFkzsMtQruIWm2p', '2025-01-03', 'long_term', 1);
