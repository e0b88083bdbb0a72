-- What has its old shape, column by column. Later steps than 012 brought some tables and columns; what an older database lacks has
-- its default.
do $$
declare
  place text;
  shared text;
begin
  foreach place in array array['artists', 'tracks', 'users', 'identities', 'libraries', 'spotify_grants', 'logins', 'sessions', 'api_keys',
    'idempotency_keys', 'spotify_budgets', 'library', 'playlists', 'playlist_tracks', 'captures', 'imports', 'import_rejects']
  loop
    select string_agg(quote_ident(ours.column_name), ', ') into shared
    from information_schema.columns as ours join information_schema.columns as theirs using (table_name, column_name)
    where ours.table_schema = current_schema() and theirs.table_schema = 'before' and table_name = place and ours.is_generated = 'NEVER';
    if shared is null then continue; end if;
    execute format('insert into %1$I (%2$s) overriding system value select %2$s from before.%1$I', place, shared);
  end loop;
  for place in select table_name from information_schema.columns where table_schema = current_schema() and is_identity = 'YES' and column_name = 'id' loop
    execute format('select setval(pg_get_serial_sequence(%1$L, ''id''), greatest((select max(id) from %1$I), 1))', place);
  end loop;
end $$;
insert into identities (identity, user_id)
select 'spotify:user:' || spotify_user_id, id from users
union all select 'spotify:account:' || spotify_account_id, id from users where spotify_account_id is not null
on conflict do nothing;
insert into libraries (user_id) select id from users on conflict do nothing;
update libraries set version = version + 1, epoch = epoch + 1;

-- Who told what was not kept. Plays say it; of the rest it is known only what an import brought.
insert into sources (user_id, kind) select id, 'spotify' from users;
insert into sources (user_id, kind, name, created_at)
select users.id, 'earlier', 'what was imported before sources were kept', coalesce(min(imported_at), now())
from users left join library on library.user_id = users.id group by users.id;
-- What is negative was never measured.
insert into plays (user_id, version, source_id, track_id, played_at, ms_played)
select plays.user_id, 1, sources.id, track_id, played_at, case when ms_played >= 0 then ms_played end
from before.plays join sources on sources.user_id = plays.user_id and sources.kind = case source when 'recently_played' then 'spotify' else 'earlier' end;
insert into snapshots (user_id, snapshot_date, time_range, rank, track_id, source_id)
select snapshots.user_id, snapshot_date, time_range, rank, track_id, sources.id
from before.snapshots join sources on sources.user_id = snapshots.user_id and sources.kind = 'spotify';
insert into library_artists (user_id, artist_id, source_id, name, first_seen_at)
select known.user_id, artist_id, sources.id, artists.name, first_seen_at
from before."library_artists" as known join artists on artists.id = artist_id
join sources on sources.user_id = known.user_id and sources.kind = 'earlier';
update playlists set source_id = sources.id from sources
where sources.user_id = playlists.user_id and sources.kind = 'earlier' and playlists.kind = 'imported';
update playlist_tracks set source_id = playlists.source_id from playlists
where playlists.user_id = playlist_tracks.user_id and playlists.playlist_id = playlist_tracks.playlist_id and playlists.source_id is not null;

-- Of what imports wrote into the catalogue for everybody only audio features can be told apart. Each person who saw them keeps them as
-- a claim of their own; the rest stays, for nobody knows who said it.
insert into track_claims (user_id, track_id, source_id, name, artist_id, artist_name, audio_features)
select seen.user_id, tracks.id, sources.id, tracks.name, tracks.artist_id, artists.name, tracks.audio_features
from (select user_id, track_id from library union select user_id, track_id from playlist_tracks) as seen
join tracks on tracks.id = seen.track_id and tracks.features_source = 'imported'
join artists on artists.id = tracks.artist_id
join sources on sources.user_id = seen.user_id and sources.kind = 'earlier';
update tracks set audio_features = null, features_source = null where features_source = 'imported';
drop schema before cascade;
delete from schema_steps;
