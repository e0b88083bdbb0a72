// Which years are offered.
#pragma once

/// A condition on `year`, beside a `zone` with the user's time zone as its name. Spotify and Last.fm are younger than
/// 2002, and nobody has listened in the future: such a time is a mistake of whoever wrote it down. It is kept as a
/// fact, but its year is not offered.
#define MTM_YEAR_OF_LISTENING "year between 2002 and (select extract(year from now() at time zone zone.name) from zone)"
