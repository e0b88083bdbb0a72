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
  /// Several hosts are named and the operator did not say which is wanted: the writable one first, then any.
  bool any_will_do = false;
  std::vector<const char*> names() const;  // ends with a null
  std::vector<const char*> values() const;

 private:
  std::vector<std::pair<std::string, std::string>> words_;
};

/// Parses the URL (throws std::invalid_argument without showing it) and resolves host names, because PQconnectStart
/// would block the whole thread for as long as the name service takes. Throws Unavailable when a name has no address.
Task<ConnectionWords> connection_words(const Executor& executor, const ConnectionSettings& settings);

/// Several hosts are named and not which of them is wanted: the writable one first, then any.
bool any_will_do(const std::string& url);

}  // namespace mtm::db
