-- What is counted of calls to Spotify: [{"since":"2026-11-30T12:00:00+00:00","calls":17}, …], a stretch of ten minutes each, the
-- last day's. Functions, because a distributed database takes no subquery behind "do update"; immutable, because their texts
-- name their time zone.
create function spotify_calls_of_day(calls jsonb, at timestamptz) returns bigint language sql immutable as $$
  select coalesce(sum(known.calls), 0)::bigint
  from jsonb_to_recordset($1) as known (since timestamptz, calls bigint) where since > at - interval '24 hours 10 minutes'
$$;
create function with_spotify_call(calls jsonb, at timestamptz) returns jsonb language sql immutable as $$
  select jsonb_agg(jsonb_build_object('since', since, 'calls', stretch.calls) order by since)
  from (
    select since, sum(each.calls) as calls
    from (
      select since, known.calls from jsonb_to_recordset($1) as known (since timestamptz, calls bigint)
      where since > at - interval '24 hours 10 minutes'
      union all select date_bin('10 minutes', at, 'epoch'), 1
    ) as each group by since
  ) as stretch
$$;
