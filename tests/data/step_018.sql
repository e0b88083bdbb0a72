-- A database as the steps up to 018 left it, with a row of every kind: what an upgrade is tested with.
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', 'public', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE EXTENSION IF NOT EXISTS btree_gin WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
CREATE FUNCTION erase_user(who bigint) RETURNS void
    LANGUAGE plpgsql
    AS $_$
declare
  place record;
begin
  perform from users where id = who for update;
  for place in
    select conrelid::regclass as name, attname as user_column
    from pg_constraint
    join pg_attribute on attrelid = conrelid and attnum = conkey[1]
    where contype = 'f' and confrelid = 'users'::regclass and conparentid = 0
    order by conrelid = 'library'::regclass, conrelid::regclass::text
  loop
    execute format('delete from %s where %I = $1', place.name, place.user_column) using who;
  end loop;
  delete from users where id = who;
end
$_$;
CREATE FUNCTION playlist_parts_are_not_truncated() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  raise feature_not_supported using message = 'tracks and playlists can''t be truncated: playlist_tracks names them';
end $$;
CREATE FUNCTION playlists_keep_their_names() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  raise feature_not_supported using message = 'a playlist keeps its user and its id: playlist_tracks names them';
end $$;
CREATE FUNCTION playlists_keep_their_tracks() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  -- Waits for additions under way, whose statements may have seen the track, and holds later ones off until the end.
  lock table playlist_tracks in share row exclusive mode;
  if exists (select from playlist_tracks join gone on gone.id = playlist_tracks.track_id) then
    raise foreign_key_violation using message = 'a track that stands in a playlist can''t be deleted', constraint = 'playlist_track_known';
  end if;
  return null;
end $$;
CREATE FUNCTION sound_part(feature double precision) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  select least(15, greatest(0, floor(feature * 16)))::integer
$$;
CREATE FUNCTION sound_cell(energy double precision, valence double precision) RETURNS smallint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (((sound_part(energy) * 16) + sound_part(valence)))::smallint;
CREATE FUNCTION tracks_leave_with_their_playlist() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  delete from playlist_tracks using gone where (playlist_tracks.user_id, playlist_tracks.playlist_id) = (gone.user_id, gone.playlist_id);
  return null;
end $$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE api_keys (
    key_digest bytea NOT NULL,
    user_id bigint NOT NULL,
    label character varying(100) NOT NULL,
    scope character varying(5) NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone,
    expires_at timestamp with time zone,
    id bigint NOT NULL,
    names_user boolean DEFAULT false NOT NULL,
    CONSTRAINT api_key_scope_known CHECK (((scope)::text = ANY ((ARRAY['read'::character varying, 'write'::character varying])::text[])))
);
ALTER TABLE api_keys ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME api_keys_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE artists (
    id bigint NOT NULL,
    spotify_id character varying(22) NOT NULL,
    name character varying(500) NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    changed_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL
);
ALTER TABLE artists ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME artists_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE captures (
    user_id bigint NOT NULL,
    id bigint NOT NULL,
    state character varying(10) DEFAULT 'waiting'::character varying NOT NULL,
    steps jsonb NOT NULL,
    problems jsonb DEFAULT '[]'::jsonb NOT NULL,
    problem_count integer DEFAULT 0 NOT NULL,
    sentence text DEFAULT ''::text NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    resumes_at timestamp with time zone,
    claimed_by text,
    claimed_until timestamp with time zone,
    liked_seen bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    liked_reading jsonb,
    CONSTRAINT capture_state_known CHECK (((state)::text = ANY ((ARRAY['waiting'::character varying, 'running'::character varying, 'done'::character varying, 'partial'::character varying, 'failed'::character varying])::text[])))
);
ALTER TABLE captures ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME captures_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE idempotency_keys (
    user_id bigint NOT NULL,
    key character varying(255) NOT NULL,
    request_digest bytea NOT NULL,
    claimed_until timestamp with time zone NOT NULL,
    status smallint,
    answer bytea,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE identities (
    identity text NOT NULL,
    user_id bigint NOT NULL
);
CREATE TABLE import_rejects (
    user_id bigint NOT NULL,
    import_id bigint NOT NULL,
    part integer NOT NULL,
    csv bytea NOT NULL
);
CREATE TABLE imports (
    user_id bigint NOT NULL,
    id bigint NOT NULL,
    state character varying(10) DEFAULT 'waiting'::character varying NOT NULL,
    bytes bigint NOT NULL,
    progress jsonb,
    report jsonb,
    sentence text DEFAULT ''::text NOT NULL,
    rejects_bytes bigint DEFAULT 0 NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    claimed_by text,
    claimed_until timestamp with time zone,
    CONSTRAINT import_state_known CHECK (((state)::text = ANY ((ARRAY['waiting'::character varying, 'running'::character varying, 'done'::character varying, 'failed'::character varying])::text[])))
);
ALTER TABLE imports ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME imports_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE libraries (
    user_id bigint NOT NULL,
    version bigint DEFAULT 0 NOT NULL,
    epoch bigint DEFAULT 0 NOT NULL
);
CREATE TABLE library (
    user_id bigint NOT NULL,
    track_id bigint NOT NULL,
    first_seen_at timestamp with time zone NOT NULL,
    saved_at timestamp with time zone,
    imported_at timestamp with time zone,
    unsaved_at timestamp with time zone,
    version bigint DEFAULT 0 NOT NULL
);
CREATE TABLE library_artists (
    user_id bigint NOT NULL,
    artist_id bigint NOT NULL,
    first_seen_at timestamp with time zone
);
CREATE TABLE logins (
    state_digest bytea NOT NULL,
    browser_digest bytea NOT NULL,
    verifier text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE playlist_tracks (
    user_id bigint NOT NULL,
    playlist_id character varying(100) NOT NULL,
    track_id bigint NOT NULL,
    "position" smallint NOT NULL,
    created_at timestamp with time zone DEFAULT now(),
    left_out text,
    CONSTRAINT position_not_negative CHECK (("position" >= 0))
);
CREATE TABLE playlists (
    user_id bigint NOT NULL,
    playlist_id character varying(100) NOT NULL,
    name character varying(100) NOT NULL,
    kind character varying(20) NOT NULL,
    year smallint,
    choice character varying(10),
    state character varying(10) DEFAULT 'draft'::character varying NOT NULL,
    marker text,
    spotify_playlist_id text,
    url text,
    published_count integer DEFAULT 0 NOT NULL,
    problem text,
    claimed_by text,
    claimed_until timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    left_out_count integer DEFAULT 0 NOT NULL,
    CONSTRAINT playlist_choice_known CHECK (((choice)::text = ANY ((ARRAY['loved'::character varying, 'released'::character varying])::text[]))),
    CONSTRAINT playlist_state_known CHECK (((state)::text = ANY ((ARRAY['draft'::character varying, 'publishing'::character varying, 'published'::character varying, 'partial'::character varying, 'failed'::character varying])::text[])))
);
CREATE TABLE plays (
    user_id bigint NOT NULL,
    played_at timestamp with time zone NOT NULL,
    track_id bigint NOT NULL,
    ms_played integer,
    source character varying(20) NOT NULL,
    version bigint DEFAULT 0 NOT NULL
);
CREATE TABLE schema_steps (
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE sessions (
    token_digest bytea NOT NULL,
    user_id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    agent text,
    id bigint NOT NULL,
    names_user boolean DEFAULT false NOT NULL
);
ALTER TABLE sessions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME sessions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE snapshots (
    user_id bigint NOT NULL,
    snapshot_date date NOT NULL,
    time_range character varying(11) NOT NULL,
    rank smallint NOT NULL,
    track_id bigint NOT NULL,
    version bigint DEFAULT 0 NOT NULL,
    CONSTRAINT snapshot_range_known CHECK (((time_range)::text = ANY ((ARRAY['short_term'::character varying, 'medium_term'::character varying, 'long_term'::character varying])::text[]))),
    CONSTRAINT snapshot_rank_positive CHECK ((rank > 0))
);
CREATE TABLE spotify_budgets (
    client_id text NOT NULL,
    blocked_until timestamp with time zone,
    blocked_why text,
    calls jsonb DEFAULT '[]'::jsonb NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE spotify_grants (
    user_id bigint NOT NULL,
    access_token bytea NOT NULL,
    refresh_token bytea,
    scopes text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    authorized_at timestamp with time zone NOT NULL,
    state character varying(20) DEFAULT 'ok'::character varying NOT NULL,
    CONSTRAINT grant_state_known CHECK (((state)::text = ANY ((ARRAY['ok'::character varying, 'needs_login'::character varying])::text[])))
);
CREATE TABLE tracks (
    id bigint NOT NULL,
    spotify_id character varying(22) NOT NULL,
    name character varying(500) NOT NULL,
    artist_id bigint NOT NULL,
    album_name character varying(500),
    release_date date,
    release_precision character varying(5),
    duration_ms integer,
    popularity smallint,
    isrc character varying(32),
    image_url text,
    audio_features jsonb,
    features_source character varying(40),
    features_asked_at timestamp with time zone,
    raw_json jsonb,
    created_at timestamp with time zone DEFAULT now(),
    energy real GENERATED ALWAYS AS (
CASE
    WHEN (jsonb_typeof((audio_features -> 'energy'::text)) = 'number'::text) THEN ((audio_features ->> 'energy'::text))::real
    ELSE NULL::real
END) STORED,
    valence real GENERATED ALWAYS AS (
CASE
    WHEN (jsonb_typeof((audio_features -> 'valence'::text)) = 'number'::text) THEN ((audio_features ->> 'valence'::text))::real
    ELSE NULL::real
END) STORED,
    danceability real GENERATED ALWAYS AS (
CASE
    WHEN (jsonb_typeof((audio_features -> 'danceability'::text)) = 'number'::text) THEN ((audio_features ->> 'danceability'::text))::real
    ELSE NULL::real
END) STORED,
    acousticness real GENERATED ALWAYS AS (
CASE
    WHEN (jsonb_typeof((audio_features -> 'acousticness'::text)) = 'number'::text) THEN ((audio_features ->> 'acousticness'::text))::real
    ELSE NULL::real
END) STORED,
    instrumentalness real GENERATED ALWAYS AS (
CASE
    WHEN (jsonb_typeof((audio_features -> 'instrumentalness'::text)) = 'number'::text) THEN ((audio_features ->> 'instrumentalness'::text))::real
    ELSE NULL::real
END) STORED,
    liveness real GENERATED ALWAYS AS (
CASE
    WHEN (jsonb_typeof((audio_features -> 'liveness'::text)) = 'number'::text) THEN ((audio_features ->> 'liveness'::text))::real
    ELSE NULL::real
END) STORED,
    speechiness real GENERATED ALWAYS AS (
CASE
    WHEN (jsonb_typeof((audio_features -> 'speechiness'::text)) = 'number'::text) THEN ((audio_features ->> 'speechiness'::text))::real
    ELSE NULL::real
END) STORED,
    tempo real GENERATED ALWAYS AS (
CASE
    WHEN (jsonb_typeof((audio_features -> 'tempo'::text)) = 'number'::text) THEN ((audio_features ->> 'tempo'::text))::real
    ELSE NULL::real
END) STORED,
    loudness real GENERATED ALWAYS AS (
CASE
    WHEN (jsonb_typeof((audio_features -> 'loudness'::text)) = 'number'::text) THEN ((audio_features ->> 'loudness'::text))::real
    ELSE NULL::real
END) STORED,
    changed_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT duration_not_negative CHECK ((duration_ms >= 0)),
    CONSTRAINT popularity_in_range CHECK (((popularity >= 0) AND (popularity <= 100))),
    CONSTRAINT release_date_with_precision CHECK (((release_date IS NULL) = (release_precision IS NULL))),
    CONSTRAINT release_precision_known CHECK (((release_precision)::text = ANY ((ARRAY['year'::character varying, 'month'::character varying, 'day'::character varying])::text[])))
)
WITH (toast_tuple_target='512');
ALTER TABLE tracks ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME tracks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE users (
    id bigint NOT NULL,
    spotify_user_id text NOT NULL,
    spotify_account_id text,
    display_name text,
    image_url text,
    time_zone text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    history_deleted_at timestamp with time zone
);
ALTER TABLE users ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME users_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
INSERT INTO api_keys OVERRIDING SYSTEM VALUE VALUES ('\x1b9c02a49497a9b87ed93b506e90e34113cf8b1d2e86c03be518769917b79450', 1, 'wall', 'read', '2024-01-01 00:00:00+00', NULL, NULL, 1, false);
INSERT INTO artists OVERRIDING SYSTEM VALUE VALUES (1, '0000000000000000000001', 'Björk', '2024-01-01 00:00:00+00', '-infinity');
INSERT INTO artists OVERRIDING SYSTEM VALUE VALUES (2, '_made_up_000000000000a', 'Nobody & Sons', NULL, '-infinity');
INSERT INTO artists OVERRIDING SYSTEM VALUE VALUES (3, '0000000000000000000003', 'Without tracks', '2012-12-12 00:00:00+00', '-infinity');
INSERT INTO captures OVERRIDING SYSTEM VALUE VALUES (1, 1, 'partial', '[{"done": 1, "name": "liked_songs", "added": 1, "state": "partial", "total": 1, "skipped": 0}]', '[{"why": "broken", "step": "liked_songs", "what": "song 2"}]', 1, 'Most of your history is here', '2025-01-01 00:00:00+00', '2025-01-01 00:00:00+00', NULL, NULL, NULL, '{}', NULL);
INSERT INTO captures OVERRIDING SYSTEM VALUE VALUES (3, 2, 'done', '[]', '[]', 0, '', '2025-01-01 00:00:00+00', '2025-01-01 00:00:00+00', NULL, NULL, NULL, '{1,2}', '{"total": 3}');
INSERT INTO idempotency_keys VALUES (1, 'once', '\x05', '2026-11-30 11:18:15.312973+00', 201, '\x06', '2099-01-01 00:00:00+00');
INSERT INTO identities VALUES ('spotify:user:ada', 1);
INSERT INTO identities VALUES ('spotify:user:ben', 2);
INSERT INTO identities VALUES ('spotify:user:eve', 3);
INSERT INTO identities VALUES ('spotify:account:account-of-ada', 1);
INSERT INTO identities VALUES ('spotify:account:account-of-eve', 3);
INSERT INTO import_rejects VALUES (1, 1, 0, '\x726f772c726561736f6e');
INSERT INTO imports OVERRIDING SYSTEM VALUE VALUES (1, 1, 'done', 1000, NULL, '{"tables": []}', '2 rows', 9, '2024-04-04 00:00:00+00', '2024-04-04 00:00:00+00', NULL, NULL);
INSERT INTO imports OVERRIDING SYSTEM VALUE VALUES (2, 2, 'failed', 5, NULL, NULL, 'not a database', 0, '2024-04-04 00:00:00+00', '2024-04-04 00:00:00+00', NULL, NULL);
INSERT INTO libraries VALUES (1, 5, 2);
INSERT INTO libraries VALUES (2, 5, 2);
INSERT INTO libraries VALUES (3, 5, 2);
INSERT INTO library VALUES (1, 2, '2024-04-04 00:00:00+00', NULL, '2024-04-04 00:00:00+00', NULL, 0);
INSERT INTO library VALUES (1, 3, '2015-01-01 00:00:00+00', NULL, '2024-04-04 00:00:00+00', NULL, 0);
INSERT INTO library VALUES (2, 2, '2024-06-06 00:00:00+00', '2024-06-06 00:00:00+00', NULL, NULL, 0);
INSERT INTO library VALUES (3, 1, '2024-06-06 00:00:00+00', NULL, NULL, NULL, 0);
INSERT INTO library VALUES (1, 1, '2019-05-05 05:05:05.123+00', '2020-01-01 00:00:00+00', NULL, '2025-03-03 00:00:00+00', 4);
INSERT INTO library_artists VALUES (1, 1, '2014-01-01 00:00:00+00');
INSERT INTO library_artists VALUES (1, 3, NULL);
INSERT INTO logins VALUES ('\x03', '\x04', 'verifier', '2026-11-30 11:18:15.312973+00');
INSERT INTO playlist_tracks VALUES (1, 'playlist_2016_loved', 1, 1, '2025-01-01 00:00:00+00', NULL);
INSERT INTO playlist_tracks VALUES (1, 'playlist_2016_loved', 2, 2, '2025-01-01 00:00:00+00', NULL);
INSERT INTO playlist_tracks VALUES (1, 'playlist_2010', 3, 0, NULL, NULL);
INSERT INTO playlist_tracks VALUES (3, 'mine', 2, 7, '2025-01-01 00:00:00+00', 'refused');
INSERT INTO playlists VALUES (1, 'playlist_2016_loved', 'My 2016', 'year', 2016, 'loved', 'published', 'marker', 'spotify-playlist', 'https://open.spotify.com/playlist/x', 2, NULL, NULL, NULL, '2025-01-01 00:00:00+00', '2025-01-02 00:00:00+00', 0);
INSERT INTO playlists VALUES (1, 'playlist_2010', '2010', 'imported', 2010, NULL, 'draft', NULL, NULL, NULL, 0, NULL, NULL, NULL, '2024-04-04 00:00:00+00', '2024-04-04 00:00:00+00', 0);
INSERT INTO playlists VALUES (3, 'mine', 'Mine', 'own', NULL, NULL, 'failed', NULL, NULL, NULL, 0, 'refused', NULL, NULL, '2025-01-01 00:00:00+00', '2025-01-02 00:00:00+00', 1);
INSERT INTO plays VALUES (1, '2025-01-01 10:00:00.5+00', 1, NULL, 'recently_played', 0);
INSERT INTO plays VALUES (1, '2025-01-01 10:00:00.5+00', 2, 30000, 'recently_played', 0);
INSERT INTO plays VALUES (1, '1969-07-20 20:17:40+00', 1, -5, 'test', 0);
INSERT INTO plays VALUES (2, '2038-01-19 03:14:08+00', 2, 0, 'recently_played', 0);
INSERT INTO schema_steps VALUES ('001_catalogue.sql', '19bfdffa46fca71f9cc4c769a91f7e99ee09899bbc8757029b570697572f74a2', '2026-11-30 11:18:15.437646+00');
INSERT INTO schema_steps VALUES ('002_people.sql', 'c2a82466319f73781ca7bb2dba74ae5dc77a4db247b8ea2afdd87b461e2f1a98', '2026-11-30 11:18:15.47666+00');
INSERT INTO schema_steps VALUES ('003_history.sql', 'efbd2b8cba7187bd70f094a8adf72c3c895c02bfb52a84569c2761ea4a5939ca', '2026-11-30 11:18:15.515213+00');
INSERT INTO schema_steps VALUES ('004_imports.sql', 'c53c465b487307453efe6e213d5daf284d77336de1d30a8f6ea275b2c1d57333', '2026-11-30 11:18:15.557016+00');
INSERT INTO schema_steps VALUES ('005_search.sql', '1c2a59109d30f36341c387c4a7f90494e8f1613f3472579600dc56eb3016923c', '2026-11-30 11:18:15.597611+00');
INSERT INTO schema_steps VALUES ('005_similar.sql', '9497578ece1a6826349b8f884a2e639a083f88c0199abb396c0ca52d38e83209', '2026-11-30 11:18:15.635537+00');
INSERT INTO schema_steps VALUES ('006_playlist_sources.sql', 'a29f6094d5dede454da7271a06e788bfcdd4c4f7abfd3c89aa1c1132b8472e60', '2026-11-30 11:18:15.672997+00');
INSERT INTO schema_steps VALUES ('007_analytics.sql', '174ade72e975692a3cee52a3f2f823cb6126a56d9c3e08606d4dcd3fb1f2bb08', '2026-11-30 11:18:15.710758+00');
INSERT INTO schema_steps VALUES ('008_settings.sql', '9482552f581e34bb265a3b8fde30a28f78e336b6d7ec4eaa19bcabe2630cc30b', '2026-11-30 11:18:15.749242+00');
INSERT INTO schema_steps VALUES ('009_idempotency.sql', '525001198e3d34b00df40b34946c20c4298916e5934327b742fbb27b8ad1bab3', '2026-11-30 11:18:15.790245+00');
INSERT INTO schema_steps VALUES ('010_playlist_writes.sql', '29194a64d139581c7cd1256fc7cc9c4fc856bbd579f458f755787d60761526c1', '2026-11-30 11:18:15.8283+00');
INSERT INTO schema_steps VALUES ('011_library_backlog.sql', '429d7043c7ba7f97fa62beb4201579f7833c2ec6ef82da3183afd2722abaaab5', '2026-11-30 11:18:15.871428+00');
INSERT INTO schema_steps VALUES ('012_functions_of_indexes.sql', 'f0a0f75a3aac322c60a07c74bc80a63e62f52d2f63db580480825ed6a6bfbeaf', '2026-11-30 11:18:15.909504+00');
INSERT INTO schema_steps VALUES ('013_liked_songs.sql', '0a7421361f50ba27caed8b3a5d63cbc516e13209393b4bdbff31ebec12724811', '2026-11-30 11:18:15.95521+00');
INSERT INTO schema_steps VALUES ('014_left_out.sql', '6da01d51d2744a57365624acc0c33610cf6eff6cdc647bef254a336f72cf6ad6', '2026-11-30 11:18:15.993973+00');
INSERT INTO schema_steps VALUES ('015_versions.sql', 'e4bb7b9f0753f670d7db6297a38b4899b1246cb11255cdacd50f391bcee1205e', '2026-11-30 11:18:16.037509+00');
INSERT INTO schema_steps VALUES ('016_no_derived_tables.sql', '29f2d5b97a1a4a25823cd621b6b0a1d7c1fc8fbd87c97fc4b68ad9534d188496', '2026-11-30 11:18:16.082918+00');
INSERT INTO schema_steps VALUES ('017_credentials.sql', '89ffe80b6804860ac8bbd60a4b1129f18974eadacb0837e40b28762a9b69255a', '2026-11-30 11:18:16.118596+00');
INSERT INTO schema_steps VALUES ('018_identities.sql', 'a430d7d11a058582dea85dc8991a75c22729c3a29587262a27856974ec72d616', '2026-11-30 11:18:16.157923+00');
INSERT INTO sessions OVERRIDING SYSTEM VALUE VALUES ('\xd64b93c9f1b60eb338e5cb415d6a36bd920edd0e9b36f7ea5c730d0e10ff147f', 1, '2026-11-30 11:18:15.312973+00', '2026-11-30 11:18:15.312973+00', '2099-01-01 00:00:00+00', 'Firefox', 1, false);
INSERT INTO snapshots VALUES (1, '2025-01-01', 'short_term', 1, 1, 0);
INSERT INTO snapshots VALUES (1, '2025-01-01', 'short_term', 3, 2, 0);
INSERT INTO snapshots VALUES (1, '2025-01-02', 'long_term', 1, 3, 0);
INSERT INTO snapshots VALUES (2, '2025-01-01', 'medium_term', 1, 2, 0);
INSERT INTO spotify_budgets VALUES ('client', '2025-01-01 00:00:00+00', 'busy', '[{"calls": 3, "since": "2025-01-01T00:00:00Z"}]', '2025-01-01 00:00:00+00');
INSERT INTO spotify_grants VALUES (1, '\x01', '\x02', 'user-library-read', '2026-01-01 00:00:00+00', '2025-12-01 00:00:00+00', 'ok');
INSERT INTO spotify_grants VALUES (2, '\x01', '\x02', 'user-library-read', '2026-01-01 00:00:00+00', '2025-12-01 00:00:00+00', 'ok');
INSERT INTO tracks OVERRIDING SYSTEM VALUE VALUES (1, '1000000000000000000001', 'Jóga', 1, 'Homogenic', '1997-09-22', 'day', 305000, 61, 'GBBKS9700175', 'https://example.org/1.jpg', '{"tempo": 90.5, "energy": 0.5, "valence": 0.25, "danceability": 0.3}', 'provider', '2025-01-01 00:00:00+00', '{"id": "1000000000000000000001"}', '2024-01-01 00:00:00+00', DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, '-infinity');
INSERT INTO tracks OVERRIDING SYSTEM VALUE VALUES (2, '1000000000000000000002', 'From an import', 2, NULL, '2016-01-01', 'year', NULL, NULL, NULL, NULL, '{"odd": "text", "energy": 0.9, "valence": 0.8, "danceability": 0.7}', 'imported', NULL, NULL, NULL, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, '-infinity');
INSERT INTO tracks OVERRIDING SYSTEM VALUE VALUES (3, '1000000000000000000003', 'Without anything', 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2025-02-02 00:00:00+00', NULL, '2024-01-01 00:00:00+00', DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, '-infinity');
INSERT INTO users OVERRIDING SYSTEM VALUE VALUES (1, 'ada', 'account-of-ada', 'Ada', 'https://example.org/ada.jpg', 'Europe/Berlin', '2024-01-02 03:04:05.678901+00', NULL);
INSERT INTO users OVERRIDING SYSTEM VALUE VALUES (2, 'ben', NULL, NULL, NULL, NULL, '2024-02-02 00:00:00+00', NULL);
INSERT INTO users OVERRIDING SYSTEM VALUE VALUES (3, 'eve', 'account-of-eve', 'Eve', NULL, 'UTC', '2024-03-02 00:00:00+00', '2025-05-05 05:05:05+00');
SELECT pg_catalog.setval('api_keys_id_seq', 1, true);
SELECT pg_catalog.setval('artists_id_seq', 3, true);
SELECT pg_catalog.setval('captures_id_seq', 2, true);
SELECT pg_catalog.setval('imports_id_seq', 2, true);
SELECT pg_catalog.setval('sessions_id_seq', 1, true);
SELECT pg_catalog.setval('tracks_id_seq', 3, true);
SELECT pg_catalog.setval('users_id_seq', 3, true);
ALTER TABLE ONLY api_keys
    ADD CONSTRAINT api_key_label_once UNIQUE (user_id, label);
ALTER TABLE ONLY api_keys
    ADD CONSTRAINT api_keys_key PRIMARY KEY (user_id, key_digest);
ALTER TABLE ONLY artists
    ADD CONSTRAINT artist_spotify_id_once UNIQUE (spotify_id);
ALTER TABLE ONLY artists
    ADD CONSTRAINT artists_key PRIMARY KEY (id);
ALTER TABLE ONLY captures
    ADD CONSTRAINT captures_key PRIMARY KEY (user_id, id);
ALTER TABLE ONLY spotify_grants
    ADD CONSTRAINT grants_key PRIMARY KEY (user_id);
ALTER TABLE ONLY idempotency_keys
    ADD CONSTRAINT idempotency_keys_key PRIMARY KEY (user_id, key);
ALTER TABLE ONLY identities
    ADD CONSTRAINT identities_key PRIMARY KEY (identity);
ALTER TABLE ONLY import_rejects
    ADD CONSTRAINT import_rejects_key PRIMARY KEY (user_id, import_id, part);
ALTER TABLE ONLY imports
    ADD CONSTRAINT imports_key PRIMARY KEY (user_id, id);
ALTER TABLE ONLY libraries
    ADD CONSTRAINT libraries_key PRIMARY KEY (user_id);
ALTER TABLE ONLY library_artists
    ADD CONSTRAINT library_artists_key PRIMARY KEY (user_id, artist_id);
ALTER TABLE ONLY library
    ADD CONSTRAINT library_key PRIMARY KEY (user_id, track_id);
ALTER TABLE ONLY logins
    ADD CONSTRAINT logins_key PRIMARY KEY (state_digest);
ALTER TABLE ONLY playlist_tracks
    ADD CONSTRAINT playlist_track_once PRIMARY KEY (user_id, playlist_id, track_id);
ALTER TABLE ONLY playlists
    ADD CONSTRAINT playlists_key PRIMARY KEY (user_id, playlist_id);
ALTER TABLE ONLY plays
    ADD CONSTRAINT plays_key PRIMARY KEY (user_id, played_at, track_id);
ALTER TABLE ONLY schema_steps
    ADD CONSTRAINT schema_steps_pkey PRIMARY KEY (name);
ALTER TABLE ONLY sessions
    ADD CONSTRAINT sessions_key PRIMARY KEY (user_id, token_digest);
ALTER TABLE ONLY snapshots
    ADD CONSTRAINT snapshot_track_once UNIQUE (user_id, snapshot_date, time_range, track_id);
ALTER TABLE ONLY snapshots
    ADD CONSTRAINT snapshots_key PRIMARY KEY (user_id, snapshot_date, time_range, rank);
ALTER TABLE ONLY spotify_budgets
    ADD CONSTRAINT spotify_budgets_key PRIMARY KEY (client_id);
ALTER TABLE ONLY tracks
    ADD CONSTRAINT track_spotify_id_once UNIQUE (spotify_id);
ALTER TABLE ONLY tracks
    ADD CONSTRAINT tracks_key PRIMARY KEY (id);
ALTER TABLE ONLY users
    ADD CONSTRAINT users_key PRIMARY KEY (id);
CREATE INDEX api_keys_of_before ON api_keys USING btree (key_digest) WHERE (NOT names_user);
CREATE INDEX artists_by_change ON artists USING btree (changed_at) WHERE (changed_at > '-infinity'::timestamp with time zone);
CREATE UNIQUE INDEX capture_one_at_a_time ON captures USING btree (user_id) WHERE ((state)::text = ANY ((ARRAY['waiting'::character varying, 'running'::character varying])::text[]));
CREATE INDEX captures_by_start ON captures USING btree (user_id, started_at);
CREATE INDEX captures_unfinished ON captures USING btree (claimed_until) WHERE ((state)::text = ANY ((ARRAY['waiting'::character varying, 'running'::character varying])::text[]));
CREATE INDEX identities_of_user ON identities USING btree (user_id);
CREATE UNIQUE INDEX import_one_at_a_time ON imports USING btree (user_id) WHERE ((state)::text = ANY ((ARRAY['waiting'::character varying, 'running'::character varying])::text[]));
CREATE INDEX imports_unfinished ON imports USING btree (claimed_until) WHERE ((state)::text = ANY ((ARRAY['waiting'::character varying, 'running'::character varying])::text[]));
CREATE INDEX library_by_version ON library USING btree (user_id, version);
CREATE INDEX logins_by_age ON logins USING btree (created_at);
CREATE INDEX playlists_being_published ON playlists USING btree (claimed_until) WHERE ((state)::text = 'publishing'::text);
CREATE INDEX plays_by_version ON plays USING btree (user_id, version);
CREATE INDEX sessions_of_before ON sessions USING btree (token_digest) WHERE (NOT names_user);
CREATE INDEX snapshots_by_version ON snapshots USING btree (user_id, version);
CREATE INDEX tracks_by_change ON tracks USING btree (changed_at) WHERE (changed_at > '-infinity'::timestamp with time zone);
CREATE INDEX tracks_in_cells ON tracks USING btree (sound_cell((energy)::double precision, (valence)::double precision), danceability, energy, valence, id) WHERE ((energy IS NOT NULL) AND (valence IS NOT NULL) AND (danceability IS NOT NULL));
CREATE INDEX tracks_of_artist ON tracks USING btree (artist_id);
CREATE INDEX tracks_without_features ON tracks USING btree (features_asked_at NULLS FIRST, id) WHERE (audio_features IS NULL);
CREATE TRIGGER playlist_parts_are_not_truncated BEFORE TRUNCATE ON playlists FOR EACH STATEMENT EXECUTE FUNCTION playlist_parts_are_not_truncated();
ALTER TABLE playlists ENABLE ALWAYS TRIGGER playlist_parts_are_not_truncated;
CREATE TRIGGER playlist_parts_are_not_truncated BEFORE TRUNCATE ON tracks FOR EACH STATEMENT EXECUTE FUNCTION playlist_parts_are_not_truncated();
ALTER TABLE tracks ENABLE ALWAYS TRIGGER playlist_parts_are_not_truncated;
CREATE TRIGGER playlists_keep_their_names BEFORE UPDATE OF user_id, playlist_id ON playlists FOR EACH ROW WHEN (((old.user_id <> new.user_id) OR ((old.playlist_id)::text <> (new.playlist_id)::text))) EXECUTE FUNCTION playlists_keep_their_names();
ALTER TABLE playlists ENABLE ALWAYS TRIGGER playlists_keep_their_names;
CREATE TRIGGER playlists_keep_their_tracks AFTER DELETE ON tracks REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION playlists_keep_their_tracks();
ALTER TABLE tracks ENABLE ALWAYS TRIGGER playlists_keep_their_tracks;
CREATE TRIGGER tracks_leave_with_their_playlist AFTER DELETE ON playlists REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION tracks_leave_with_their_playlist();
ALTER TABLE playlists ENABLE ALWAYS TRIGGER tracks_leave_with_their_playlist;
ALTER TABLE ONLY api_keys
    ADD CONSTRAINT api_key_user_known FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE ONLY captures
    ADD CONSTRAINT capture_user FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE ONLY spotify_grants
    ADD CONSTRAINT grant_user FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE ONLY idempotency_keys
    ADD CONSTRAINT idempotency_key_user FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
ALTER TABLE ONLY identities
    ADD CONSTRAINT identity_user FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE ONLY import_rejects
    ADD CONSTRAINT import_rejects_import FOREIGN KEY (user_id, import_id) REFERENCES imports(user_id, id) ON DELETE CASCADE;
ALTER TABLE ONLY imports
    ADD CONSTRAINT import_user FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE ONLY library_artists
    ADD CONSTRAINT library_artist_known FOREIGN KEY (artist_id) REFERENCES artists(id);
ALTER TABLE ONLY library_artists
    ADD CONSTRAINT library_artist_user FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE ONLY library
    ADD CONSTRAINT library_track FOREIGN KEY (track_id) REFERENCES tracks(id);
ALTER TABLE ONLY library
    ADD CONSTRAINT library_user FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE ONLY libraries
    ADD CONSTRAINT library_version_user FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE ONLY plays
    ADD CONSTRAINT play_track FOREIGN KEY (track_id) REFERENCES tracks(id);
ALTER TABLE ONLY plays
    ADD CONSTRAINT play_user FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE ONLY playlists
    ADD CONSTRAINT playlist_user FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE ONLY sessions
    ADD CONSTRAINT session_user_known FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE ONLY snapshots
    ADD CONSTRAINT snapshot_track FOREIGN KEY (track_id) REFERENCES tracks(id);
ALTER TABLE ONLY snapshots
    ADD CONSTRAINT snapshot_user FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE ONLY tracks
    ADD CONSTRAINT track_artist FOREIGN KEY (artist_id) REFERENCES artists(id);
