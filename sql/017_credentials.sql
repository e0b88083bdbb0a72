-- Sessions and keys name their users ("<user id>.<secret>", src/core/credential.hpp) and are found by user and digest: on one
-- shard, where a database has several.
alter table sessions drop constraint sessions_key;
alter table sessions add constraint sessions_key primary key (user_id, token_digest);
alter table api_keys drop constraint api_keys_key;
alter table api_keys add constraint api_keys_key primary key (user_id, key_digest);

-- What was issued before names nobody and is found by its digest alone. The last session of then has ended sixty days after
-- this step: after that sessions_of_before may go, with the statements of that name. Keys have no end: api_keys_of_before
-- stays until somebody decides that they have. Indexes of all rows would be taken for the new lookups, too.
alter table sessions add column names_user boolean not null default false;
alter table api_keys add column names_user boolean not null default false;
create index sessions_of_before on sessions (token_digest) where not names_user;
create index api_keys_of_before on api_keys (key_digest) where not names_user;

-- The new key begins with the user, too.
drop index sessions_of_user;
