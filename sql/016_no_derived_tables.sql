-- What searches, similar tracks and counts were answered from is worked out in memory now (src/history, src/questions). The
-- tables go, with the triggers that kept them, and so do indexes that no statement asks for any more.
drop function keep_cards_of_changed_tracks(), keep_cards_of_changed_artists(), keep_entries_of_added(), drop_entries_of_removed(),
  keep_entries_of_played(), keep_entries_of_changed_cards(), keep_sounds_of_added(), keep_sounds_of_changed(),
  drop_sounds_of_removed(), library_rows_added(), library_rows_removed(), library_rows_changed(), library_emptied(),
  track_facts_changed() cascade;  -- with their triggers
drop function keep_search_cards(bigint[]), add_search_cards(bigint[]), hold_search_cards(bigint[]),
  add_search_entries(search_row[]), remove_search_entries(search_row[]), add_search_words(bigint[], text[], bigint[]),
  words_of_track(text, text, text), search_place(bigint, integer, smallint), folded(text), comes_in_bulk(bigint),
  work_off_library_backlog(), put_off_library_backlog(), add_sounds(bigint[], bigint[]), drop_sounds(bigint[], bigint[]),
  recount_library(), count_library_rows(bigint[], bigint[], integer), add_to_library_totals(library_share[]),
  add_to_library_artist_counts(library_share[]), add_to_library_month_counts(bigint[], integer[], timestamptz[]);
drop view library_totals_counted, library_artist_counts_counted, library_month_counts_counted;
drop type search_row, library_share;
drop table search_cards, search_entries, search_words, library_backlog, sounds, library_totals, library_artist_counts,
  library_month_counts;
drop index library_of_track, library_by_plays, library_by_save, library_by_first_seen, snapshots_of_track, snapshots_by_kind,
  tracks_by_popularity, tracks_of_energy, tracks_measured_in_part;

-- These are the plays' to say.
alter table library drop column play_count, drop column ms_played, drop column last_played_at;
