-- Who is who at Spotify: 'spotify:user:<user id>' and 'spotify:account:<account id>' (src/store/identities.hpp). A login finds
-- its user here, by the key of this table, which is also what lets one person have one user: unique keys of users could not,
-- where users lie on several shards.
create table identities (
  identity  text constraint identities_key primary key,
  user_id   bigint not null constraint identity_user references users
);
create index identities_of_user on identities (user_id);

insert into identities (identity, user_id) select 'spotify:user:' || spotify_user_id, id from users;
insert into identities (identity, user_id)
select 'spotify:account:' || spotify_account_id, id from users where spotify_account_id is not null;

-- The version before asks for these constraints by name and can make no user under this step; 016 has ended it already.
alter table users drop constraint user_spotify_id_once;
alter table users drop constraint user_spotify_account_once;
