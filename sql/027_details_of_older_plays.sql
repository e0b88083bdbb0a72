-- In a transaction of its own: a new column locks the whole table, and this goes through all plays. Nobody waits for it but those who change the same rows.
update plays set details = play_details(reason_end, skipped, shuffle, offline, incognito, platform, country)
where num_nulls(reason_end, skipped, shuffle, offline, incognito, platform, country) < 7;
