// Where uploaded databases lie while they are imported.
//
// Every file is locked by the process that has it, so whoever starts can tell a file in use from one that a killed
// process left behind, and removes that; several servers may share the folder.
#pragma once
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace mtm::transfer {

/// Nothing can be kept here now: the disk is full, the folder can't be written, or too many are under way. The text is
/// for the log.
struct NoRoom : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// One upload; the file and what SQLite and the import laid beside it are gone with the object.
class UploadedFile {
 public:
  UploadedFile(std::filesystem::path path, std::atomic<int>& count);
  ~UploadedFile();
  UploadedFile(const UploadedFile&) = delete;

  /// Blocks as long as the disk does. Throws NoRoom.
  void write(std::string_view bytes);

  std::string path() const { return path_.string(); }
  std::string rejects_path() const { return path_.string() + ".rejects.csv"; }
  std::uint64_t bytes() const { return bytes_; }

 private:
  std::filesystem::path path_;
  std::atomic<int>& count_;
  int fd_ = -1;
  std::uint64_t bytes_ = 0;
};

class UploadFolder {
 public:
  static constexpr int kAtOnce = 4;

  explicit UploadFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Removes what processes that are gone have left.
  void clear();
  /// Throws NoRoom.
  std::unique_ptr<UploadedFile> make();

 private:
  void make_folder();

  std::filesystem::path folder_;
  std::atomic<int> count_ = 0;
};

}  // namespace mtm::transfer
