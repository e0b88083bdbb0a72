-- What people show to everybody who has the link. Deleting a row revokes it: nothing of a share is remembered outside of these tables.
create table shares (
  user_id     bigint not null constraint share_user references users,
  slug        varchar(22) not null,                        -- 128 random bits, as base64url
  what        varchar(20) not null,                        -- by src/api/shared_list.hpp, which refuses what it does not know
  parameters  text not null,                               -- a query, as the API's own questions take it: "by=plays&range=12m"
  person      varchar(100),                                -- the name that the page shows; null: none
  created_at  timestamptz not null default now(),
  expires_at  timestamptz,                                 -- null: never
  views       bigint not null default 0,
  constraint shares_key primary key (user_id, slug)
);
-- Whose a link is. The link names nobody, so this says on which of several machines its share lies, as `identities` does for logins.
create table share_links (
  slug     varchar(22) constraint share_links_key primary key,
  user_id  bigint not null constraint share_link_user references users
);
create index share_links_of_user on share_links (user_id);
