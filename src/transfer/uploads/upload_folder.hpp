// Where uploaded databases lie while they are imported.
//
// Every file is locked by the process that has it, so whoever starts can tell a file in use from one that a killed
// process left behind, and removes that; several servers may share the folder.
#pragma once
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
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
  /// Files that may lie here at once: few large ones for the disk's sake, and places for small ones that no large one
  /// takes.
  static constexpr int kLargeAtOnce = 4;
  static constexpr int kSmallAtOnce = 16;
  static constexpr std::uint64_t kSmall = 8 * 1024 * 1024;  // imported in seconds

  static bool is_small(std::uint64_t bytes) { return bytes <= kSmall; }

  explicit UploadFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Removes what processes that are gone have left.
  void clear();
  /// For an upload of that size; one that does not say its size is taken for large. Throws NoRoom.
  std::unique_ptr<UploadedFile> make(std::optional<std::uint64_t> bytes);

 private:
  void make_folder();

  std::filesystem::path folder_;
  std::atomic<int> large_ = 0;
  std::atomic<int> small_ = 0;
};

}  // namespace mtm::transfer
