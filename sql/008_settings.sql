-- What a person sees and does on the settings page.

-- Names for credentials that may be shown: a digest stays where it is.
alter table sessions add column id bigint generated always as identity;
alter table api_keys add column id bigint generated always as identity;

-- Who deleted the history reads it again when it is wanted, and not the next morning by itself.
alter table users add column history_deleted_at timestamptz;

-- An old database that was uploaded. The file lies with the process that received it; the row is what every replica shows.
-- Its last change is made by the transaction that brings the rows over, so "done" is true exactly when they are there.
create table imports (
  user_id        bigint not null constraint import_user references users,
  id             bigint generated always as identity,
  state          varchar(10) not null default 'waiting' constraint import_state_known check (state in ('waiting', 'running', 'done', 'failed')),
  bytes          bigint not null,
  progress       jsonb,   -- {"what":"reading tracks","done":1000,"total":5000}
  report         jsonb,
  sentence       text not null default '',
  rejects_bytes  bigint not null default 0,
  started_at     timestamptz not null default now(),
  finished_at    timestamptz,
  claimed_by     text,    -- the process that has the file
  claimed_until  timestamptz,
  constraint imports_key primary key (user_id, id)
);
create unique index import_one_at_a_time on imports (user_id) where state in ('waiting', 'running');
create index imports_unfinished on imports (claimed_until) where state in ('waiting', 'running');

-- The rows that did not come over, as one CSV file in pieces.
create table import_rejects (
  user_id    bigint not null,
  import_id  bigint not null,
  part       integer not null,
  csv        bytea not null,
  constraint import_rejects_key primary key (user_id, import_id, part),
  constraint import_rejects_import foreign key (user_id, import_id) references imports on delete cascade
);

-- Everything of one user, wherever it is: whatever table refers to users is found by that reference, so that a new one can't
-- be forgotten. The library goes last, when what is derived from it is gone already.
create function erase_user(who bigint) returns void language plpgsql as $$
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
$$;
