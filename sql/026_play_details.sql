-- What histories read of a play beside its track, time and length, as one number (src/music/play_details.hpp): seven columns for each of a million plays took as long
-- to read as all the others. Imports of files write it; the function computes the same, for plays that are there already
-- (027_details_of_older_plays.sql) and for those that an export of our own brings.
alter table plays
  add details integer;                                     -- null: nothing is known
create function play_details(reason_end text, skipped boolean, shuffle boolean, offline boolean, incognito boolean, platform text, country text) returns integer
  language sql immutable parallel safe as $$
  select nullif(
    (incognito is true)::integer
    + 2 * case when shuffle then 2 when not shuffle then 1 else 0 end
    + 8 * case when offline then 2 when not offline then 1 else 0 end
    + 32 * case when skipped or reason_end in ('fwdbtn', 'backbtn') then 3
                when reason_end is null or reason_end = '' then 0
                when reason_end = 'trackdone' then 4
                when reason_end = 'endplay' then 2
                else 1 end
    + 256 * case when platform is null or platform = '' or platform ilike 'not\_applicable%' or platform ilike 'unknown%' then 0
                 when platform ilike 'partner%google cast%' or platform ilike 'partner%sonos%' then 7
                 when platform ilike 'partner%playstation%' or platform ilike 'partner%xbox%' then 9
                 when platform ilike 'partner%tizen%' or platform ilike 'partner%webos%' or platform ilike 'partner%\_tv%' then 8
                 when platform ilike 'partner%car%' then 10
                 when platform ilike 'partner%cast%' then 7
                 when platform ilike 'partner%spotify web%' then 6
                 when platform ilike 'partner%' then 11
                 when platform ilike 'android auto%' then 10
                 when platform ilike 'android\_tv%' or platform ilike 'android tv%' then 8
                 when platform ilike 'android%' then 1
                 when platform ilike 'ios%' or platform ilike 'ipad%' or platform ilike 'iphone%' then 2
                 when platform ilike 'windows%' then 3
                 when platform ilike 'osx%' or platform ilike 'os x%' or platform ilike 'mac%' then 4
                 when platform ilike 'linux%' then 5
                 when platform ilike 'web%' then 6
                 when platform ilike 'cast%' or platform ilike 'sonos%' then 7
                 when platform ilike 'tizen%' or platform ilike 'tv%' then 8
                 when platform ilike 'playstation%' or platform ilike 'xbox%' then 9
                 when platform ilike 'car%' then 10
                 else 11 end
    + 65536 * case when country ~ '^[A-Z][A-Z]$' and country <> 'ZZ' then (ascii(country) - 65) * 26 + ascii(right(country, 1)) - 64 else 0 end,
    0)
$$;
