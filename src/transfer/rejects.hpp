// The rejected rows of an import as a CSV file.
#pragma once
#include <cstdint>
#include <cstdio>
#include <limits>
#include <memory>
#include <string>
#include <string_view>

namespace mtm::transfer {

/// How much of the rejected rows is listed; the rest is only counted.
struct RejectsLimit {
  std::int64_t rows = std::numeric_limits<std::int64_t>::max();
  std::size_t bytes = std::numeric_limits<std::size_t>::max();
};

/// Where it stood, its number there, reason and value, in lines as RFC 4180 has them.
class RejectsFile {
 public:
  /// `where` heads the first two columns, such as "table,rowid". Nothing is written anywhere when the path is empty.
  /// Throws std::runtime_error when the file can't be made.
  RejectsFile(const std::string& path, RejectsLimit limit, std::string_view where);

  /// `where` as it stands in CSV.
  void add(std::string_view where, std::int64_t row, std::string_view reason, std::string_view value);
  /// The last line says when rows are missing. Throws when not all of it could be written.
  void finish();
  std::int64_t listed() const { return listed_; }

 private:
  void write(std::string_view line);
  [[noreturn]] void fail() const;
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::string path_;
  RejectsLimit limit_;
  std::int64_t rows_ = 0;    // rejected
  std::int64_t listed_ = 0;  // of these
  std::size_t bytes_ = 0;
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace mtm::transfer
