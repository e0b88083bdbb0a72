// Where the rows of an old database wait, in the transaction that imports them, until merge.hpp brings them over.
//
// They are temporary tables: they cost no log, nobody else sees them, and they are gone with the transaction. These are
// statements of a job (db/blocking_connection.hpp), not of a request, so they have no names and no examples.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "core/id.hpp"
#include "db/blocking_connection.hpp"

namespace mtm::store {

/// Begins the transaction of an import for this user, whom it makes if nobody by that id has logged in yet. While
/// another import for the same user is under way it waits; `waits` is told before that.
Id begin_import(db::BlockingConnection& database, const std::string& spotify_user_id,
                const std::function<void()>& waits);

/// An import that writes into a person's tables: all that it writes names its source.
struct Merging {
  Id user;
  Id source;
  std::int64_t version = 0;
};

/// Before the first row goes into the person's tables: their library is held until the transaction ends, and what
/// processes keep of it in memory is read anew afterwards (store/libraries.hpp). `name` is the source's, such as the
/// file's.
Merging begin_merge(db::BlockingConnection& database, Id user, const std::optional<std::string>& name);

/// A table for each struct of staged_rows.hpp, named kStaged, with its each_staged columns; and `rejected`, for what
/// merge.hpp has to reject.
void make_staging_tables(db::BlockingConnection& database);

/// For a COPY: source, row, reason and value of what merge.hpp had to reject, in the order of its source.
inline constexpr const char* kRejectedRows = "select source, row, reason, value from rejected order by source, row";

}  // namespace mtm::store
