// How our own export comes back (transfer/archive writes it): its rows wait in temporary tables, the archive's numbers
// become those that this database has for the same things, and what is not there yet goes into the person's tables.
// These are statements of a job (db/blocking_connection.hpp), in the transaction of the import.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "db/copy.hpp"

namespace mtm::store {

/// A column of a file of the archive, with PostgreSQL's type.
struct OwnColumnType {
  std::string_view name;
  const char* type;
};

/// The table in which the rows of a noun wait: at_file and at_row, where each stands in the archive, then these.
void make_own_table(db::BlockingConnection& database, std::string_view noun, std::span<const OwnColumnType> columns);
/// What a COPY into it is called.
std::string own_table(std::string_view noun);
void drop_own_table(db::BlockingConnection& database, std::string_view noun);

/// Gives the catalogue the ids that it lacks of the artists and tracks that wait. It does not take their names: only
/// Spotify is believed about those.
void give_catalogue_own_ids(db::BlockingConnection& database);

/// An archive on its way into a person's tables.
struct OwnBringing {
  Id user;
  Id source;  // of the kind 'own_export': it stands for what the archive has besides its sources
  std::int64_t version = 0;
};

/// A source for the archive as a whole.
OwnBringing begin_own_export(db::BlockingConnection& database, Id user, std::int64_t version, const std::string& name);

/// The person's time zone, unless they have one. False when they have.
bool bring_time_zone(db::BlockingConnection& database, Id user, const std::string& zone);

struct OwnOutcome {
  std::int16_t file = 0;
  std::string kind;  // of plays; else empty
  std::int64_t added = 0, already_there = 0;
};
struct OwnRefused {
  std::int16_t file = 0;
  std::int64_t row = 0;
  std::string reason, value;
};

/// Judges the rows of a noun that wait, and brings those that can be and are not there yet. In the order of OwnNoun:
/// later nouns speak of earlier ones.
std::vector<OwnOutcome> bring_own(db::BlockingConnection& database, const OwnBringing& bringing, std::string_view noun);
/// The rows that could not be, file by file; after bring_own().
void each_own_refused(db::BlockingConnection& database, std::string_view noun,
                      const std::function<void(const OwnRefused&)>& take);

/// The first and the last time of the plays that were taken, whether they were there or not.
struct OwnSpan {
  std::optional<db::Microseconds> first, last;
};
OwnSpan own_span(db::BlockingConnection& database);

/// Tracks of the archive with a Spotify id whose names Spotify has not confirmed.
std::int64_t own_unconfirmed(db::BlockingConnection& database);

/// At the end. Existing sources that add nothing are not duplicated. When nothing of the archive
/// was new (`any_added`), it leaves no trace, and false is given.
bool finish_own_export(db::BlockingConnection& database, const OwnBringing& bringing, bool any_added);

}  // namespace mtm::store
