-- Who uses it, how they prove it, and what Spotify granted them.

create table users (
  id                  bigint generated always as identity constraint users_key primary key,
  spotify_user_id     text not null constraint user_spotify_id_once unique,
  spotify_account_id  text constraint user_spotify_account_once unique,
  display_name        text,
  image_url           text,
  time_zone           text,  -- an IANA name; null until the browser or the user says it, then UTC is assumed
  created_at          timestamptz not null default now()
);

create table spotify_grants (
  user_id        bigint constraint grants_key primary key constraint grant_user references users,
  access_token   bytea not null,   -- sealed (AES-256-GCM) under a key derived from SECRET_KEY
  refresh_token  bytea,            -- sealed
  scopes         text not null,
  expires_at     timestamptz not null,   -- of the access token
  authorized_at  timestamptz not null,   -- refresh tokens live six months from here
  state          varchar(20) not null default 'ok' constraint grant_state_known check (state in ('ok', 'needs_login'))
);

-- A login on its way to Spotify and back: burnt by the first callback that names it.
create table logins (
  state_digest    bytea constraint logins_key primary key,
  browser_digest  bytea not null,
  verifier        text not null,
  created_at      timestamptz not null default now()
);
create index logins_by_age on logins (created_at);

create table sessions (
  token_digest  bytea constraint sessions_key primary key,
  user_id       bigint not null constraint session_user_known references users,
  created_at    timestamptz not null default now(),
  last_used_at  timestamptz not null default now(),
  expires_at    timestamptz not null,
  agent         text
);
create index sessions_of_user on sessions (user_id, created_at);

create table api_keys (
  key_digest    bytea constraint api_keys_key primary key,
  user_id       bigint not null constraint api_key_user_known references users,
  label         varchar(100) not null,
  scope         varchar(5) not null constraint api_key_scope_known check (scope in ('read', 'write')),
  created_at    timestamptz not null default now(),
  last_used_at  timestamptz,
  expires_at    timestamptz,
  constraint api_key_label_once unique (user_id, label)
);

-- What all users share of Spotify's patience, per client id: it must survive a restart.
create table spotify_budgets (
  client_id      text constraint spotify_budgets_key primary key,
  blocked_until  timestamptz,
  blocked_why    text,
  calls          jsonb not null default '[]',
  updated_at     timestamptz not null default now()
);
