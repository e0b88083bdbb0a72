#include "transfer/rejects.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "transfer/csv.hpp"
#include "transfer/words.hpp"

namespace mtm::transfer {

RejectsFile::RejectsFile(const std::string& path, RejectsLimit limit, std::string_view where)
    : path_(path), limit_(limit) {
  if (path.empty()) return;
  file_.reset(std::fopen(path.c_str(), "w"));
  if (!file_) fail();
  write(kCsvBegin);
  write(fmt::format("{},reason,value\r\n", where));
}

void RejectsFile::add(std::string_view where, std::int64_t row, std::string_view reason, std::string_view value) {
  if (!file_) return;
  ++rows_;
  if (listed_ < rows_ - 1 || listed_ == limit_.rows) return;  // the list is the first rows, without gaps
  auto line = fmt::format("{},{},{},{}\r\n", where, row, csv_field(reason), csv_field(value));
  if (line.size() > limit_.bytes - bytes_) return;
  write(line);
  ++listed_;
}

void RejectsFile::finish() {
  if (!file_) return;
  if (listed_ < rows_)
    write(fmt::format(",,\"This list has the first {} of {} rejected rows.\",\r\n", counted(listed_), counted(rows_)));
  if (std::fflush(file_.get()) != 0 || std::ferror(file_.get())) fail();
}

void RejectsFile::write(std::string_view line) {
  bytes_ += line.size();
  if (std::fwrite(line.data(), 1, line.size(), file_.get()) != line.size()) fail();
}

void RejectsFile::fail() const { throw std::runtime_error(path_ + " can't be written: " + std::strerror(errno)); }

}  // namespace mtm::transfer
