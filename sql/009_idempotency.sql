-- Answers to changes that carried an Idempotency-Key, so that whoever repeats one gets the first answer again.
create table idempotency_keys (
  user_id         bigint not null constraint idempotency_key_user references users on delete cascade,
  key             varchar(255) not null,
  request_digest  bytea not null,        -- of method, path and body: the same key with another request is a mistake
  claimed_until   timestamptz not null,  -- whoever answers it has so long; afterwards another may
  status          smallint,              -- null while nobody has answered it
  answer          bytea,                 -- sealed like Spotify's tokens: it is of a person
  expires_at      timestamptz not null,
  constraint idempotency_keys_key primary key (user_id, key)
);
