-- A database of the steps 012 to 018 becomes one of step 019 in one transaction: its tables are set aside, the new ones are made
-- (019_baseline.sql), and 2_bring_over.sql copies the rows. It is made by the same text as a new one, so it can't differ from it.
set local client_min_messages = warning;
create schema before;
do $$
declare
  old record;
begin
  for old in select oid::regprocedure as name from pg_proc where pronamespace = current_schema()::regnamespace and proname = any (string_to_array(
    'add_search_cards add_search_entries add_search_words add_sounds add_to_library_artist_counts add_to_library_month_counts '
    'add_to_library_totals comes_in_bulk count_library_rows drop_entries_of_removed drop_sounds drop_sounds_of_removed erase_user folded '
    'hold_search_cards keep_cards_of_added_tracks keep_cards_of_changed_artists keep_cards_of_changed_tracks keep_entries_of_added '
    'keep_entries_of_changed_cards keep_entries_of_played keep_search_cards keep_sounds_of_added keep_sounds_of_changed library_emptied '
    'library_rows_added library_rows_changed library_rows_removed playlist_parts_are_not_truncated playlists_keep_their_names '
    'playlists_keep_their_tracks put_off_library_backlog recount_library remove_search_entries search_place sound_cell sound_part '
    'track_facts_changed tracks_leave_with_their_playlist words_of_track work_off_library_backlog', ' '))
  loop
    execute format('drop function if exists %s cascade', old.name);
  end loop;
  drop view if exists library_totals_counted, library_artist_counts_counted, library_month_counts_counted;
  for old in select tablename as name from pg_tables where schemaname = current_schema() and tablename = any (string_to_array(
    'api_keys artists captures idempotency_keys identities import_rejects imports libraries library library_artist_counts library_artists '
    'library_backlog library_month_counts library_totals logins playlist_tracks playlists plays search_cards search_entries search_words '
    'sessions snapshots sounds spotify_budgets spotify_grants tracks users', ' '))
  loop
    execute format('alter table %I set schema before', old.name);
  end loop;
  drop type if exists search_row, library_share;
end $$;
