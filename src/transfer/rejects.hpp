// The rejected rows of an import as a CSV file.
#pragma once
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace mtm::transfer {

/// table,rowid,reason,value in lines as RFC 4180 has them.
class RejectsFile {
 public:
  /// Nothing is written anywhere when the path is empty. Throws std::runtime_error when the file can't be made.
  explicit RejectsFile(const std::string& path);

  void add(std::string_view table, std::int64_t row, std::string_view reason, std::string_view value);
  /// Throws when not all of it could be written.
  void finish();

 private:
  [[noreturn]] void fail() const;
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace mtm::transfer
