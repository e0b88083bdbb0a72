#include "loadtest/temporary_folder.hpp"

#include <linux/magic.h>
#include <stdlib.h>
#include <sys/statfs.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace mtm::loadtest {

TemporaryFolder::TemporaryFolder(const std::filesystem::path& parent) {
  auto pattern = ((parent.empty() ? std::filesystem::temp_directory_path() : parent) / "loadtest-XXXXXX").string();
  if (!::mkdtemp(pattern.data())) throw std::system_error(errno, std::generic_category(), "a folder like " + pattern);
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

bool TemporaryFolder::in_memory() const {
  struct statfs system{};
  return ::statfs(path_.c_str(), &system) == 0 && (system.f_type == TMPFS_MAGIC || system.f_type == RAMFS_MAGIC);
}

}  // namespace mtm::loadtest
