#include "transfer/sqlite_file.hpp"

#include <fstream>

namespace mtm::transfer {

bool is_sqlite_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string beginning(kSqliteBegin.size(), '\0');
  file.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
  return beginning == kSqliteBegin && file.gcount() == static_cast<std::streamsize>(kSqliteBegin.size());
}

}  // namespace mtm::transfer
