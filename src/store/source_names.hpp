// Who has told a person's plays, by name alone. store/sources.hpp also counts what each has told.
#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "db/database.hpp"

namespace mtm::store {

struct SourceName {
  Id id;
  std::string kind;                 // as src/history/telling.hpp knows it
  std::optional<std::string> name;  // of the file
};
BOOST_DESCRIBE_STRUCT(SourceName, (), (id, kind, name))

/// Newest first.
Task<std::vector<SourceName>> source_names(db::Database& database, Id user);

}  // namespace mtm::store
