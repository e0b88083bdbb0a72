// ZIPs made byte by byte (PKWARE APPNOTE 6.3), so that they can be wrong in any way; and files to put them into.
#pragma once
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace mtm::transfer {

/// A file that is gone afterwards.
class MadeFile {
 public:
  explicit MadeFile(const std::string& content) {
    std::string name = (std::filesystem::temp_directory_path() / "mtm-unit-XXXXXX").string();
    auto file = mkstemp(name.data());
    if (file < 0) throw std::runtime_error("no temporary file");
    close(file);
    path = name;
    std::ofstream(path, std::ios::binary) << content;
  }
  ~MadeFile() { std::filesystem::remove(path); }
  MadeFile(const MadeFile&) = delete;

  std::filesystem::path path;
};

struct MadeEntry {
  std::string name, content;  // as it is stored
  std::uint16_t method = 0;   // stored; 8: deflated
  std::uint16_t flags = 0;    // 1: encrypted, 1 << 11: the name is UTF-8
  std::optional<std::uint32_t> checksum;
  std::optional<std::uint32_t> size;  // unpacked
  bool sizes_of_64_bits = false;
};

inline std::uint32_t checksum_of(const std::string& bytes) {
  std::uint32_t sum = 0xffffffff;
  for (unsigned char byte : bytes) {
    sum ^= byte;
    for (int bit = 0; bit < 8; ++bit) sum = sum >> 1 ^ (sum & 1 ? 0xedb88320u : 0u);
  }
  return ~sum;
}

class MadeZip {
 public:
  MadeZip& add(const MadeEntry& entry) {
    auto offset = out_.size();
    std::string common;
    auto size = entry.size.value_or(static_cast<std::uint32_t>(entry.content.size()));
    std::string extra;
    if (entry.sizes_of_64_bits) {
      put(extra, 1, 2);
      put(extra, 16, 2);
      put(extra, size, 8);
      put(extra, entry.content.size(), 8);
    }
    put(common, 20, 2);
    put(common, entry.flags, 2);
    put(common, entry.method, 2);
    put(common, 0x5c210000, 4);  // 2026-01-01
    put(common, entry.checksum.value_or(checksum_of(entry.content)), 4);
    put(common, entry.sizes_of_64_bits ? 0xffffffff : entry.content.size(), 4);
    put(common, entry.sizes_of_64_bits ? 0xffffffff : size, 4);
    put(common, entry.name.size(), 2);
    put(common, extra.size(), 2);
    out_ += "PK\3\4" + common + entry.name + extra + entry.content;

    directory_ += "PK\1\2";
    put(directory_, 20, 2);
    directory_ += common;
    put(directory_, 0, 10);  // no comment, first disk, no attributes
    put(directory_, offset, 4);
    directory_ += entry.name + extra;
    ++count_;
    return *this;
  }

  std::string finished(std::optional<std::uint64_t> announced = {}, bool end_of_64_bits = false) const {
    auto whole = out_ + directory_;
    auto count = announced.value_or(count_);
    if (end_of_64_bits) {
      auto end = whole.size();
      whole += "PK\6\6";
      put(whole, 44, 8);
      put(whole, 45, 2);
      put(whole, 45, 2);
      put(whole, 0, 8);  // disks
      put(whole, count, 8);
      put(whole, count, 8);
      put(whole, directory_.size(), 8);
      put(whole, out_.size(), 8);
      whole += "PK\6\7";
      put(whole, 0, 4);
      put(whole, end, 8);
      put(whole, 1, 4);
    }
    whole += "PK\5\6";
    put(whole, 0, 4);
    put(whole, end_of_64_bits ? 0xffff : count, 2);
    put(whole, end_of_64_bits ? 0xffff : count, 2);
    put(whole, end_of_64_bits ? 0xffffffff : directory_.size(), 4);
    put(whole, end_of_64_bits ? 0xffffffff : out_.size(), 4);
    put(whole, 0, 2);
    return whole;
  }

 private:
  static void put(std::string& out, std::uint64_t number, int width) {
    for (int i = 0; i < width; ++i) out += static_cast<char>(i < 8 ? number >> (8 * i) & 0xff : 0);
  }

  std::string out_, directory_;
  std::uint64_t count_ = 0;
};

}  // namespace mtm::transfer
