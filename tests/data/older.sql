-- The old app's database, older generation, by its tutorial's own statements.
PRAGMA journal_mode = DELETE;
CREATE TABLE artists (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  spotify_id TEXT UNIQUE NOT NULL,
  name TEXT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE TABLE tracks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  spotify_id TEXT UNIQUE NOT NULL,
  name TEXT NOT NULL,
  artist_id INTEGER,
  album_name TEXT,
  release_date TEXT,
  duration_ms INTEGER,
  popularity INTEGER,
  audio_features TEXT,
  created_at TEXT NOT NULL,
  FOREIGN KEY (artist_id) REFERENCES artists(id)
);
CREATE TABLE playlist_tracks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  playlist_id TEXT NOT NULL,
  track_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  FOREIGN KEY (track_id) REFERENCES tracks(id)
);
INSERT INTO artists (id, spotify_id, name, created_at) VALUES
  (10, '6vWDO969PvNqNYHIOW5v0m', 'Beyoncé', '2024-11-05T10:11:12.123456'),
  (11, '4Z8W4fKeB5YxbusRsdQVPb', 'Radiohead', '2024-11-05 10:11:13'),
  (12, '0k17h0D3J5VfsdmQ1iZtE9', 'Nobody''s artist', '2024-11-05T10:11:14Z');
INSERT INTO tracks (id, spotify_id, name, artist_id, album_name, release_date, duration_ms, popularity, audio_features, created_at) VALUES
  (100, '6b2oQwSGFkzsMtQruIWm2p', 'Creep', 11, 'Pablo Honey', '1993-02-22', 238640, 88,
   '{"danceability": 0.515, "energy": 0.43, "key": 7, "loudness": -9.935, "mode": 1, "speechiness": 0.0372, "acousticness": 0.0097, "instrumentalness": 0.000133, "liveness": 0.129, "valence": 0.104, "tempo": 91.844, "time_signature": 4}',
   '2024-11-06T08:00:00+01:00'),
  (101, '0TwBtDAWpkpM3srywFVOV5', 'Crazy in Love', 10, 'Dangerously in Love', '2003-06', 236133, 77, '{"energy": 0.9, "valence": 0.7}', '2024-11-06T08:00:01'),
  (102, '1z3ugFmUKoCzGsI6jdY4Ci', 'No Features', 10, NULL, '2016', NULL, NULL, NULL, '2024-11-06');
INSERT INTO playlist_tracks (playlist_id, track_id, position, created_at) VALUES
  ('playlist_2020_december', 100, 1, '2020-12-24T18:00:00'),
  ('playlist_2020_december', 101, 2, '2020-12-24T18:00:01'),
  ('playlist_2021_january', 100, 1, '2021-01-31T18:00:00');
