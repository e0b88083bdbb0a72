#include "store/keys_known.hpp"

namespace mtm::store {

KeysKnown::KeysKnown(db::BlockingConnection& database, const char* table) : database_(database) {
  bool may = database_.one<bool>("select has_parameter_privilege('session_replication_role', 'set')");
  bool alone = database_.one<bool>(
      "select not exists (select from pg_trigger where tgrelid = $1::regclass and not tgisinternal and tgenabled <> "
      "'A')",
      table);
  active_ = may && alone;
  if (active_) database_.run("set local session_replication_role = replica");
}

void KeysKnown::end() {
  if (active_) database_.run("set local session_replication_role = origin");
}

}  // namespace mtm::store
