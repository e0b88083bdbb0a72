-- Whole histories from files. An episode or chapter is a row of tracks, too, so that a play is told in one way; whatever asks Spotify or
-- the feature provider about tracks passes those over.
alter table tracks
  add kind varchar(8) not null default 'track' constraint track_kind_known check (kind in ('track', 'episode', 'chapter'));
alter table sources
  add report jsonb,                                        -- of an import: what became of its rows
  add undoing_since timestamptz;                           -- its plays are being taken back
create index sources_being_undone on sources (undoing_since) where undoing_since is not null;
alter table track_claims
  add kind varchar(8) not null default 'track' constraint claim_kind_known check (kind in ('track', 'episode', 'chapter')),
  add recording_mbid varchar(36);                          -- MusicBrainz's id of the recording
alter table plays
  add file smallint,                                       -- of the source's files, as its report numbers them from 1
  add file_row integer;
