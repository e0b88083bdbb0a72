// The words of a connection: what the operator's URL says, the host's address, and what every connection of ours sets.
#pragma once
#include <string>
#include <vector>

#include "core/task.hpp"

namespace mtm::db {

struct ConnectionSettings;

/// Keyword and value pairs as libpq takes them.
class ConnectionWords {
 public:
  void set(std::string name, std::string value);
  const std::string* find(const std::string& name) const;
  std::vector<const char*> names() const;  // ends with a null
  std::vector<const char*> values() const;

 private:
  std::vector<std::pair<std::string, std::string>> words_;
};

/// What is tried to get a connection.
struct ConnectionPlan {
  /// One after the other, each for a time of its own: one that is silent leaves time for the next.
  std::vector<ConnectionWords> tries;
  /// Whether a try asks for a host that takes changes, and if none does, all are tried again for any.
  bool any_will_do = false;
};

/// Parses the URL (throws std::invalid_argument without showing it) and resolves host names, because PQconnectStart
/// would block the whole thread for as long as the name service takes. A host whose name has no address is left out
/// while there are others, else this throws Unavailable.
Task<ConnectionPlan> connection_plan(const Executor& executor, const ConnectionSettings& settings);

/// Several hosts are named and not which of them is wanted: the writable one first, then any.
bool any_will_do(const std::string& url);

}  // namespace mtm::db
