// A folder that is gone with whoever made it.
#pragma once
#include <filesystem>

namespace mtm::loadtest {

class TemporaryFolder {
 public:
  /// Below `parent`, or below the system's folder for temporary files when it is empty.
  explicit TemporaryFolder(const std::filesystem::path& parent);
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// Files in it never reach a disk.
  bool in_memory() const;

 private:
  std::filesystem::path path_;
};

}  // namespace mtm::loadtest
