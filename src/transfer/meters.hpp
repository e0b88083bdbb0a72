// What imports and exports have counted: changed in one place each, read by whoever shows metrics.
#pragma once
#include "core/counter.hpp"

namespace mtm::transfer {

struct ImportMeters {
  Counter waiting;  // uploads behind the one that is imported
  Counter under_way;
  Counter finished;
  Counter refused;                                        // the file can't be what it should be
  Counter failed;                                         // our side, or the database's
  Counter stopped;                                        // the server ended
  Counter rows_added, rows_already_there, rows_rejected;  // of those that finished
};

struct ExportMeters {
  Counter under_way;
  Counter finished;
  Counter failed;  // the database was lost or had no room, or an hour was not enough
  Counter left;    // the reader went away in the middle
  Counter rows;
};

}  // namespace mtm::transfer
