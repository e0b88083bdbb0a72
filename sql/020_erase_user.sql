-- Everything of one user, wherever it is: whatever table has a column user_id, so that a new one can't be forgotten, whether
-- or not its rows are held to users by a foreign key. Tables that refer to others go before these.
create or replace function erase_user(who bigint) returns void language plpgsql as $$
declare
  place regclass;
begin
  perform from users where id = who for update;
  for place in
    with recursive own (name) as (
      select pg_class.oid
      from pg_class join pg_attribute on attrelid = pg_class.oid
      where relnamespace = (select relnamespace from pg_class where oid = 'users'::regclass)
        and relkind in ('r', 'p') and not relispartition and attname = 'user_id' and not attisdropped
    ), steps (name, number) as (
      select name, 0 from own
      union
      select conrelid, number + 1
      from steps join pg_constraint on confrelid = steps.name
      where contype = 'f' and conrelid <> confrelid and conrelid in (select name from own) and number < 10
    )
    select name from steps group by name order by max(number) desc, name::regclass::text
  loop
    execute format('delete from %s where user_id = $1', place) using who;
  end loop;
  delete from users where id = who;
end
$$;
