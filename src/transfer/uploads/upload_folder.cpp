#include "transfer/uploads/upload_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/crypto.hpp"

namespace mtm::transfer {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse(const fs::path& path) { throw NoRoom(path.string() + ": " + std::strerror(errno)); }

void remove_with_companions(const fs::path& path) {
  std::error_code ignored;
  for (const char* ending : {"", "-wal", "-shm", "-journal", ".rejects.csv"})
    fs::remove(path.string() + ending, ignored);
}

}  // namespace

UploadedFile::UploadedFile(fs::path path, std::atomic<int>& count) : path_(std::move(path)), count_(count) {
  fd_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd_ < 0) refuse(path_);
  if (::flock(fd_, LOCK_EX | LOCK_NB) != 0) {
    ::close(fd_);
    refuse(path_);
  }
  ++count_;
}

UploadedFile::~UploadedFile() {
  remove_with_companions(path_);
  ::close(fd_);
  --count_;
}

void UploadedFile::write(std::string_view bytes) {
  bytes_ += bytes.size();
  while (!bytes.empty()) {
    auto written = ::write(fd_, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) refuse(path_);
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

/// Temporary folders are open to everybody: ours must be ours.
void UploadFolder::make_folder() {
  if (::mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST) refuse(folder_);
  struct stat found{};
  if (::lstat(folder_.c_str(), &found) != 0) refuse(folder_);
  if (!S_ISDIR(found.st_mode) || found.st_uid != ::geteuid() || (found.st_mode & 077) != 0)
    throw NoRoom(folder_.string() + " belongs to somebody else");
}

void UploadFolder::clear() {
  make_folder();
  for (const auto& entry : fs::directory_iterator(folder_)) {
    if (entry.path().extension() != ".db") continue;
    int fd = ::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) continue;
    if (::flock(fd, LOCK_EX | LOCK_NB) == 0) remove_with_companions(entry.path());
    ::close(fd);
  }
}

std::unique_ptr<UploadedFile> UploadFolder::make(std::optional<std::uint64_t> bytes) {
  bool small = bytes && is_small(*bytes);
  auto& count = small ? small_ : large_;
  if (count >= (small ? kSmallAtOnce : kLargeAtOnce)) throw NoRoom("several uploads are under way already");
  make_folder();
  return std::make_unique<UploadedFile>(folder_ / ("upload-" + random_token(12) + ".db"), count);
}

}  // namespace mtm::transfer
