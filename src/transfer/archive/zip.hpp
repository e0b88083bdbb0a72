// A ZIP archive that is made while it is sent (PKWARE APPNOTE 6.3): sizes follow each file, nothing is gone back to.
#pragma once
#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"

namespace mtm::transfer {

class ZipWriter {
 public:
  /// `before`: bytes that stand in front of the archive in the same file.
  explicit ZipWriter(WallTime now, std::uint64_t before = 0);
  ~ZipWriter();
  ZipWriter(const ZipWriter&) = delete;

  void begin_file(std::string_view name);
  void write(std::string_view bytes);
  void end_file();
  /// The directory; nothing comes after it.
  void finish();

  /// Bytes of the file that is being written. Sizes that follow a file have 32 bits: begin another before 4 GiB.
  std::uint64_t written() const { return current_.size; }
  /// What has been made and not been taken yet.
  std::size_t ready() const { return out_.size(); }
  std::string take();

 private:
  struct Entry {
    std::string name;
    std::uint64_t offset = 0, size = 0, packed = 0;
    std::uint32_t checksum = 0;
  };

  void deflate_some(int flush);
  std::uint64_t place() const { return taken_ + out_.size(); }

  std::uint32_t time_;  // date and time as MS-DOS had them, in UTC
  std::uint64_t taken_;
  std::string out_;
  z_stream packer_{};
  Entry current_;
  std::vector<Entry> entries_;
};

}  // namespace mtm::transfer
