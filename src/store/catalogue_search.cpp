#include "store/catalogue_search.hpp"

#include <fmt/format.h>

namespace mtm::store {

// 1: a rank is the smaller the more words there are.
const db::Query<FoundTrack> kSearchCatalogue{
    "search_catalogue", {"'''track'':*'", "'1900-01-01'", "null", "null::real", "null::real", "50", "0"}, R"sql(
    with found as materialized (
      select id, popularity, ts_rank(words, $1::tsquery, 1) as rank, count(*) over () as total
      from tracks
      where words @@ $1::tsquery and name is not null
        and ($2::date is null or release_date >= $2::date) and ($3::date is null or release_date < $3::date)
        and ($4::real is null or energy between $4::real and $5::real)
      order by rank desc, popularity desc nulls last, id limit $6::int offset $7::int
    )
    select )sql" MTM_TRACK_COLUMNS R"sql(, found.total
    from found
    join )sql" MTM_CATALOGUE R"sql( on seen.id = found.id
    order by found.rank desc, found.popularity desc nulls last, found.id)sql"};

Task<std::vector<FoundTrack>> search_catalogue(db::Database& database, const CatalogueSearch& search) {
  std::optional<std::string> from, until;
  if (search.years) {
    from = fmt::format("{:04}-01-01", std::max(search.years->least, 1));
    until = fmt::format("{:04}-01-01", search.years->most + 1);
  }
  std::optional<double> least, most;
  if (search.energy) least = search.energy->least, most = search.energy->most;
  co_return co_await database.all(kSearchCatalogue, search.query, from, until, least, most, search.limit,
                                  search.offset);
}

}  // namespace mtm::store
