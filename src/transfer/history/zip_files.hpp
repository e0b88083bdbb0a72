// The files in a ZIP that may hold a history. Names are only shown, never used as paths.
#pragma once
#include <zip.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "transfer/history/input.hpp"

namespace mtm::transfer {

/// No ZIP of a history comes near to these; a bomb does.
struct ZipLimits {
  std::uint64_t unpacked = 16'000'000'000;  // bytes of all files that are read; a million plays have 0.8 GB
  std::uint64_t ratio = 200;        // unpacked : packed, of one file after its first megabyte; Spotify's have 12
  std::size_t listed = 10'000;      // files that are looked at
  std::uint64_t entries = 200'000;  // with more, it isn't opened: each costs memory before any is looked at
};

struct ZipEntry {
  std::string name;         // UTF-8 of at most 300 characters; of equal ones the second has " (2)" after it
  std::uint64_t size = 0;   // bytes, as the ZIP says
  std::string unreadable;   // why, a sentence; empty: it can be read
  std::uint64_t index = 0;  // in the ZIP
};

class ZipFiles {
 public:
  /// Throws Refused when it is no ZIP that can be read, std::system_error when there is no such file.
  explicit ZipFiles(const std::filesystem::path& path, const ZipLimits& limits = {});

  /// Without folders, and without what macOS adds.
  const std::vector<ZipEntry>& entries() const { return entries_; }

  /// So many were not looked at, because there are more than ZipLimits::listed.
  std::uint64_t left_out() const { return left_out_; }

  /// Lives no longer than this. One may be opened several times. Throws BrokenFile when it can't be read; its next()
  /// throws Refused beyond the limits.
  std::unique_ptr<Input> open(const ZipEntry& entry);

  /// Bytes that have been unpacked so far, of all files.
  std::uint64_t unpacked() const { return unpacked_; }

 private:
  class EntryInput;
  struct Discard {
    void operator()(zip_t* zip) const { zip_discard(zip); }
  };

  void list();

  ZipLimits limits_;
  std::unique_ptr<zip_t, Discard> zip_;
  std::vector<ZipEntry> entries_;
  std::uint64_t left_out_ = 0, unpacked_ = 0;
};

}  // namespace mtm::transfer
