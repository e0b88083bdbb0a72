-- Versions of each person's history, for the copies that servers keep in memory (src/history/histories.hpp). A transaction that
-- changes a person's library, plays or snapshots first takes the next version here, which locks this row, and writes it into
-- the rows that it changes. A transaction that deletes rows raises the epoch: servers then read the whole history again.
create table libraries (
  user_id  bigint constraint libraries_key primary key constraint library_version_user references users,
  version  bigint not null default 0,
  epoch    bigint not null default 0
);
insert into libraries (user_id) select id from users;

alter table library add column version bigint not null default 0;
alter table plays add column version bigint not null default 0;
alter table snapshots add column version bigint not null default 0;
create index library_by_version on library (user_id, version);
create index plays_by_version on plays (user_id, version);
create index snapshots_by_version on snapshots (user_id, version);

-- When a row of the catalogue last changed what people see of it. Histories look for such rows now and then.
alter table artists add column changed_at timestamptz not null default '-infinity';
alter table tracks add column changed_at timestamptz not null default '-infinity';
create index artists_by_change on artists (changed_at) where changed_at > '-infinity';
create index tracks_by_change on tracks (changed_at) where changed_at > '-infinity';
