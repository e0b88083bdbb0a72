#include "transfer/history/zip_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <unordered_map>

#include "core/utf8.hpp"
#include "transfer/history/format.hpp"
#include "transfer/words.hpp"

namespace mtm::transfer {

namespace {

constexpr std::size_t kZipPiece = 131'072;
constexpr std::uint64_t kRatioFrom = 1'000'000;
constexpr std::size_t kLongestEntryName = 300;

using OpenedFile = std::unique_ptr<std::FILE, decltype([](std::FILE* file) { std::fclose(file); })>;

std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t width) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < width && at + i < bytes.size(); ++i)
    number |= std::uint64_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return number;
}

std::string bytes_at(std::FILE* file, long offset, std::size_t count) {
  std::string bytes(count, '\0');
  if (std::fseek(file, offset, SEEK_SET) != 0) return {};
  bytes.resize(std::fread(bytes.data(), 1, count, file));
  return bytes;
}

/// How many entries the end of the ZIP says it has: of the largest, where several ends could be meant (APPNOTE 4.3.14
/// to 4.3.16). libzip makes room for all before it can be asked.
std::uint64_t entries_announced(std::FILE* file) {
  constexpr std::size_t kEnd = 22, kLongestComment = 65'535, kLocator = 20;
  if (std::fseek(file, 0, SEEK_END) != 0) return 0;
  auto size = std::ftell(file);
  auto from = std::max<long>(0, size - static_cast<long>(kEnd + kLongestComment + kLocator));
  auto tail = bytes_at(file, from, static_cast<std::size_t>(size - from));
  std::uint64_t most = 0;
  for (auto at = tail.find("PK\5\6"); at != tail.npos; at = tail.find("PK\5\6", at + 1)) {
    most = std::max(most, number_at(tail, at + 10, 2));
    if (at < kLocator || tail.compare(at - kLocator, 4, "PK\6\7") != 0) continue;
    auto offset = number_at(tail, at - kLocator + 8, 8);
    if (offset > static_cast<std::uint64_t>(size)) continue;
    auto end = bytes_at(file, static_cast<long>(offset), 56);
    if (end.starts_with("PK\6\6")) most = std::max(most, number_at(end, 32, 8));
  }
  return most;
}

bool of_macos(std::string_view name) {
  while (true) {
    auto slash = name.find_first_of("/\\");
    if (name.substr(0, slash) == "__MACOSX") return true;
    if (slash == name.npos) return name.starts_with("._");
    name.remove_prefix(slash + 1);
  }
}

/// As UTF-8: libzip reads what isn't as code page 437, as ZIP has it, NUL as a space.
std::string shown_name(const char* name, std::uint64_t index) {
  if (!name || !*name) return fmt::format("file {}", index + 1);
  return printable(name, kLongestEntryName);
}

std::string why_unreadable(const zip_stat_t& stat) {
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE)
    return "It is encrypted: pack it without a password.";
  if ((stat.valid & ZIP_STAT_COMP_METHOD) && !zip_compression_method_supported(stat.comp_method, 0))
    return fmt::format("It is compressed by method {}, which can't be read here: pack it again as an ordinary ZIP.",
                       stat.comp_method);
  return {};
}

BrokenFile broken_by(zip_error_t* error) {
  if (zip_error_code_zip(error) == ZIP_ER_CRC)
    return BrokenFile("The ZIP is damaged: the checksum of this file is wrong.");
  return BrokenFile(fmt::format("The ZIP is damaged at this file: {}.", zip_error_strerror(error)));
}

}  // namespace

class ZipFiles::EntryInput : public Input {
 public:
  EntryInput(ZipFiles& files, zip_file_t* file, std::uint64_t packed)
      : files_(files), file_(file), packed_(packed), piece_(kZipPiece) {}

  std::string_view next() override {
    auto got = zip_fread(file_.get(), piece_.data(), piece_.size());
    if (got < 0) throw broken_by(zip_file_get_error(file_.get()));
    unpacked_ += static_cast<std::uint64_t>(got);
    files_.unpacked_ += static_cast<std::uint64_t>(got);
    if (unpacked_ > kRatioFrom && unpacked_ / files_.limits_.ratio > packed_)
      throw Refused(fmt::format("A file of this ZIP unpacks to more than {} times its size, as no history does.",
                                counted(static_cast<std::int64_t>(files_.limits_.ratio))));
    if (files_.unpacked_ > files_.limits_.unpacked)
      throw Refused(fmt::format("This ZIP unpacks to more than {} MB: import its files in several ZIPs.",
                                counted(static_cast<std::int64_t>(files_.limits_.unpacked / 1'000'000))));
    return {piece_.data(), static_cast<std::size_t>(got)};
  }

 private:
  struct Close {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
  };

  ZipFiles& files_;
  std::unique_ptr<zip_file_t, Close> file_;
  std::uint64_t packed_, unpacked_ = 0;
  std::vector<char> piece_;
};

ZipFiles::ZipFiles(const std::filesystem::path& path, const ZipLimits& limits) : limits_(limits) {
  OpenedFile file(std::fopen(path.c_str(), "rbe"));
  if (!file) throw std::system_error(errno, std::generic_category(), path.string());
  auto announced = entries_announced(file.get());
  if (announced > limits_.entries)
    throw Refused(fmt::format("This ZIP says it holds {} files. No history has so many.",
                              counted(static_cast<std::int64_t>(std::min<std::uint64_t>(announced, INT64_MAX)))));
  int code = 0;
  zip_.reset(zip_open(path.c_str(), ZIP_RDONLY, &code));
  if (zip_) {
    list();
    return;
  }
  if (code == ZIP_ER_NOZIP || code == ZIP_ER_INCONS)
    throw Refused(
        "This is not a ZIP, or only a part of one: its list of files, which stands at the end, can't be read. "
        "Download it again.");
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  std::string why = zip_error_strerror(&error);
  zip_error_fini(&error);
  throw Refused(fmt::format("This ZIP can't be read: {}.", why));
}

void ZipFiles::list() {
  std::unordered_map<std::string, int> times;
  auto count = static_cast<std::uint64_t>(std::max<zip_int64_t>(0, zip_get_num_entries(zip_.get(), 0)));
  for (std::uint64_t index = 0; index < count; ++index) {
    zip_stat_t stat;
    if (zip_stat_index(zip_.get(), index, 0, &stat) != 0) continue;
    std::string_view name = stat.name ? stat.name : "";
    if (name.ends_with('/') || of_macos(name)) continue;
    if (entries_.size() == limits_.listed) {
      ++left_out_;
      continue;
    }
    ZipEntry entry{.name = shown_name(stat.name, index), .size = stat.size, .unreadable = why_unreadable(stat)};
    entry.index = index;
    auto time = ++times[entry.name];
    if (time > 1) entry.name += fmt::format(" ({})", time);
    entries_.push_back(std::move(entry));
  }
}

std::unique_ptr<Input> ZipFiles::open(const ZipEntry& entry) {
  if (!entry.unreadable.empty()) throw BrokenFile(entry.unreadable);
  zip_stat_t stat;
  zip_file_t* file = nullptr;
  if (zip_stat_index(zip_.get(), entry.index, 0, &stat) == 0) file = zip_fopen_index(zip_.get(), entry.index, 0);
  if (!file) throw broken_by(zip_get_error(zip_.get()));
  return std::make_unique<EntryInput>(*this, file, stat.comp_size);
}

}  // namespace mtm::transfer
