-- Recently played is read every few minutes, person by person, so that no play is lost between two captures; and where plays may be
-- missing all the same, that is known.

-- When each person's recently played is read next, and how it stood after the last reading. A capture that reads it makes the row; to
-- delete the history is to delete it.
create table polls (
  user_id        bigint constraint polls_key primary key constraint poll_user references users,
  next_poll_at   timestamptz not null,
  read_at        timestamptz,                              -- when it was last asked for and answered: all until then was seen
  last_play_at   timestamptz,                              -- the end of the newest play that was read
  page_digest    text,                                     -- of the plays of the last page: an equal one has nothing new
  failures       smallint not null default 0,              -- readings in a row that failed
  claimed_by     text,                                     -- the process that reads it now
  claimed_until  timestamptz
);
create index polls_due on polls (next_poll_at);
-- Between these two moments Spotify may know plays that nobody read.
create table gaps (
  user_id    bigint not null constraint gap_user references users,
  id         bigint generated always as identity,
  starts_at  timestamptz not null,
  ends_at    timestamptz,                                  -- null: it lasts
  why        varchar(20) not null constraint gap_reason_known check (why in ('full_page', 'no_reading')),
  found_at   timestamptz not null default now(),
  constraint gaps_key primary key (user_id, id),
  constraint gap_start_once unique (user_id, starts_at)
);
create unique index gap_that_lasts_once on gaps (user_id) where ends_at is null;
-- From when to when a source has told everything: an import, from its first row to its last. A gap inside is filled by that source,
-- whichever of the two was there first, and for as long as the row is there.
create table covered_spans (
  user_id        bigint not null constraint covered_span_user references users,
  source_id      bigint not null,
  covered_from   timestamptz not null,
  covered_until  timestamptz not null,
  created_at     timestamptz not null default now(),
  constraint covered_spans_key primary key (user_id, source_id),
  constraint covered_span_in_order check (covered_from <= covered_until)
);
