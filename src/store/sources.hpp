// Who told of a person's plays: their Spotify account, each history that they imported, each database of the old app;
// and how what an import told is taken back.
#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/json.hpp"
#include "db/blocking_connection.hpp"
#include "db/database.hpp"

namespace mtm::store {

struct Source {
  Id id;
  std::string kind;                 // as src/history/telling.hpp knows it
  std::optional<std::string> name;  // of the file
  std::optional<Id> import_id;      // the upload that brought it, if it is still remembered
  WallTime created_at;
  std::optional<WallTime> heard_at;  // when Spotify was last read; of an import, when it was made
  std::optional<WallTime> first_play, last_play;
  std::int64_t plays = 0;                 // rows, episodes and audiobooks among them
  std::optional<Json> report;             // of an import of histories
  std::optional<Id> brought_by;           // the source that stands for our own export in which it came
  std::optional<WallTime> undoing_since;  // it is being taken back
};
BOOST_DESCRIBE_STRUCT(Source, (),
                      (id, kind, name, import_id, created_at, heard_at, first_play, last_play, plays, report,
                       brought_by, undoing_since))

/// Newest first.
Task<std::vector<Source>> sources(db::Database& database, Id user);

/// What stands in the way of taking back what a source told.
enum class UndoRequest { accepted, unknown, is_spotify };
BOOST_DESCRIBE_ENUM(UndoRequest, accepted, unknown, is_spotify)

/// Asks for it; what is asked for stays so until it is done.
Task<UndoRequest> request_undo(db::Database& database, Id user, Id source);

struct SourceToUndo {
  Id user_id;
  Id id;
};
BOOST_DESCRIBE_STRUCT(SourceToUndo, (), (user_id, id))

/// Those that were asked for more than a minute ago: the process that was asked may be gone.
Task<std::vector<SourceToUndo>> overdue_undos(db::Database& database);

/// Takes back all that the source told, in one transaction, so that what is left is what would be there had it never
/// come. Says on kImportsChannel that it is done. Nothing happens when somebody else has done it.
void undo_source(db::BlockingConnection& database, Id user, Id source);

}  // namespace mtm::store
