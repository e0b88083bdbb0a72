#include "transfer/rejects.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "transfer/csv.hpp"

namespace mtm::transfer {

RejectsFile::RejectsFile(const std::string& path) : path_(path) {
  if (path.empty()) return;
  file_.reset(std::fopen(path.c_str(), "w"));
  if (!file_ || std::fprintf(file_.get(), "%stable,rowid,reason,value\r\n", kCsvBegin.data()) < 0) fail();
}

void RejectsFile::add(std::string_view table, std::int64_t row, std::string_view reason, std::string_view value) {
  if (!file_) return;
  auto line = fmt::format("{},{},{},{}\r\n", table, row, csv_field(reason), csv_field(value));
  if (std::fwrite(line.data(), 1, line.size(), file_.get()) != line.size()) fail();
}

void RejectsFile::finish() {
  if (!file_) return;
  if (std::fflush(file_.get()) != 0 || std::ferror(file_.get())) fail();
}

void RejectsFile::fail() const { throw std::runtime_error(path_ + " can't be written: " + std::strerror(errno)); }

}  // namespace mtm::transfer
