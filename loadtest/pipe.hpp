// A pipe whose ends are closed when they are no longer wanted.
#pragma once
#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace mtm::loadtest {

class Pipe {
 public:
  Pipe() {
    int ends[2];
    if (::pipe(ends) != 0) throw std::system_error(errno, std::generic_category(), "a pipe");
    read_end_ = ends[0];
    write_end_ = ends[1];
  }
  ~Pipe() {
    close_read_end();
    close_write_end();
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      auto written = ::write(write_end_, bytes.data(), bytes.size());
      if (written < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "writing to a pipe");
      if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  /// Exactly so many bytes, or fewer when the pipe ends.
  std::string read(std::size_t size) {
    std::string bytes(size, '\0');
    std::size_t filled = 0;
    while (filled < size) {
      auto got = ::read(read_end_, bytes.data() + filled, size - filled);
      if (got < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "reading from a pipe");
      if (got == 0) break;
      if (got > 0) filled += static_cast<std::size_t>(got);
    }
    bytes.resize(filled);
    return bytes;
  }

  std::string read_to_end() {
    constexpr std::size_t kPiece = 4096;
    std::string all, piece;
    do {
      piece = read(kPiece);
      all += piece;
    } while (piece.size() == kPiece);
    return all;
  }

  void close_read_end() { close(read_end_); }
  void close_write_end() { close(write_end_); }

 private:
  static void close(int& end) {
    if (end >= 0) ::close(std::exchange(end, -1));
  }
  int read_end_ = -1, write_end_ = -1;
};

}  // namespace mtm::loadtest
