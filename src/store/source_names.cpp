#include "store/source_names.hpp"

namespace mtm::store {

const db::Query<SourceName> kSourceNames{
    "source_names",
    {"(select id from users limit 1)"},
    "select user_id as asked_by, id, kind, name from sources where user_id = $1 order by id desc"};

Task<std::vector<SourceName>> source_names(db::Database& database, Id user) { return database.all(kSourceNames, user); }

}  // namespace mtm::store
