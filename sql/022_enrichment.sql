-- What Spotify is asked about tracks that imports alone have named: one call for each, those that were played most first.
alter table tracks
  add not_asked_before timestamptz;                        -- somebody is asking Spotify for it until then, or Spotify did not know it
alter table spotify_budgets
  add lookups jsonb not null default '[]';                 -- calls for such tracks, as `calls` has all of them
-- One row for each person whose imports may have named such tracks.
create table enrichments (
  user_id        bigint constraint enrichments_key primary key constraint enrichment_user references users,
  unconfirmed    bigint not null default 0,                -- tracks that Spotify has not named, as they were last counted
  worked_at      timestamptz,                              -- whose turn was longest ago comes next
  resumes_at     timestamptz,                              -- infinity: once another import has come
  claimed_by     text,                                     -- the process that asks; an import takes the claim away
  claimed_until  timestamptz
);
insert into enrichments (user_id) select distinct user_id from sources where kind <> 'spotify';
