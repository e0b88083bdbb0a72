#include "transfer/archive/zip.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <new>
#include <stdexcept>
#include <utility>

namespace mtm::transfer {

namespace {

constexpr std::uint32_t kLocalHeader = 0x04034b50, kDescriptor = 0x08074b50, kDirectoryEntry = 0x02014b50,
                        kEnd = 0x06054b50, kEnd64 = 0x06064b50, kEnd64Locator = 0x07064b50;
constexpr std::uint64_t kMost32 = 0xffffffff;
constexpr std::uint16_t kMost16 = 0xffff;
constexpr std::uint16_t kPlain = 20, kWith64 = 45;  // the version that is needed to read it
constexpr std::uint16_t kMadeOn = 3 << 8;           // Unix, so that the permissions below are minded
constexpr std::uint16_t kFlags = 1 << 3 | 1 << 11;  // sizes follow the file; names are UTF-8
constexpr std::uint16_t kDeflated = 8;
constexpr std::uint32_t kPermissions = 0100644u << 16;

template <class T>
void put(std::string& out, T number) {
  for (std::size_t i = 0; i < sizeof(T); ++i)
    out += static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * i) & 0xff);
}

void put16(std::string& out, std::uint64_t number) { put(out, static_cast<std::uint16_t>(number)); }
void put32(std::string& out, std::uint64_t number) { put(out, static_cast<std::uint32_t>(number)); }
void put64(std::string& out, std::uint64_t number) { put(out, number); }

std::uint32_t dos_time(WallTime time) {
  auto day = std::chrono::floor<std::chrono::days>(time);
  std::chrono::year_month_day date(day);
  std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time) - day);
  auto year = static_cast<unsigned>(std::clamp(static_cast<int>(date.year()), 1980, 2107) - 1980);
  auto packed_date = year << 9 | static_cast<unsigned>(date.month()) << 5 | static_cast<unsigned>(date.day());
  auto packed_time = static_cast<unsigned>(clock.hours().count()) << 11 |
                     static_cast<unsigned>(clock.minutes().count()) << 5 |
                     static_cast<unsigned>(clock.seconds().count() / 2);
  return packed_date << 16 | packed_time;
}

}  // namespace

ZipWriter::ZipWriter(WallTime now, std::uint64_t before) : time_(dos_time(now)), taken_(before) {
  // Negative: no header and no checksum of zlib's own, the archive has them.
  if (deflateInit2(&packer_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
}

ZipWriter::~ZipWriter() { deflateEnd(&packer_); }

void ZipWriter::begin_file(std::string_view name) {
  current_ = Entry{std::string(name), place()};
  put32(out_, kLocalHeader);
  put16(out_, kPlain);
  put16(out_, kFlags);
  put16(out_, kDeflated);
  put32(out_, time_);
  put32(out_, 0);  // the checksum and both sizes follow the file
  put32(out_, 0);
  put32(out_, 0);
  put16(out_, name.size());
  put16(out_, 0);
  out_ += name;
  deflateReset(&packer_);
}

void ZipWriter::write(std::string_view bytes) {
  current_.checksum = static_cast<std::uint32_t>(
      crc32_z(current_.checksum, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
  current_.size += bytes.size();
  while (!bytes.empty()) {
    auto some = bytes.substr(0, std::numeric_limits<uInt>::max());
    bytes.remove_prefix(some.size());
    packer_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(some.data()));
    packer_.avail_in = static_cast<uInt>(some.size());
    deflate_some(Z_NO_FLUSH);
  }
}

void ZipWriter::deflate_some(int flush) {
  std::array<char, 16 * 1024> room;
  int code = Z_OK;
  do {
    packer_.next_out = reinterpret_cast<Bytef*>(room.data());
    packer_.avail_out = static_cast<uInt>(room.size());
    code = deflate(&packer_, flush);
    auto made = room.size() - packer_.avail_out;
    out_.append(room.data(), made);
    current_.packed += made;
  } while (flush == Z_FINISH ? code != Z_STREAM_END : packer_.avail_out == 0);
}

void ZipWriter::end_file() {
  packer_.next_in = nullptr;
  packer_.avail_in = 0;
  deflate_some(Z_FINISH);
  if (current_.size > kMost32 || current_.packed > kMost32)
    throw std::logic_error("a file of an archive has more than 4 GiB");
  put32(out_, kDescriptor);
  put32(out_, current_.checksum);
  put32(out_, current_.packed);
  put32(out_, current_.size);
  entries_.push_back(std::exchange(current_, {}));
}

void ZipWriter::finish() {
  auto begin = place();
  for (const auto& entry : entries_) {
    bool far = entry.offset >= kMost32;
    put32(out_, kDirectoryEntry);
    put16(out_, kMadeOn | (far ? kWith64 : kPlain));
    put16(out_, far ? kWith64 : kPlain);
    put16(out_, kFlags);
    put16(out_, kDeflated);
    put32(out_, time_);
    put32(out_, entry.checksum);
    put32(out_, entry.packed);
    put32(out_, entry.size);
    put16(out_, entry.name.size());
    put16(out_, far ? 12 : 0);
    put16(out_, 0);  // no comment
    put16(out_, 0);  // on this disk
    put16(out_, 0);
    put32(out_, kPermissions);
    put32(out_, far ? kMost32 : entry.offset);
    out_ += entry.name;
    if (!far) continue;
    put16(out_, 1);  // what has no room in 32 bits
    put16(out_, 8);
    put64(out_, entry.offset);
  }
  auto end = place();
  bool far = begin >= kMost32 || end - begin >= kMost32 || entries_.size() >= kMost16;
  if (far) {
    put32(out_, kEnd64);
    put64(out_, 44);  // of what follows in this record
    put16(out_, kMadeOn | kWith64);
    put16(out_, kWith64);
    put32(out_, 0);
    put32(out_, 0);
    put64(out_, entries_.size());
    put64(out_, entries_.size());
    put64(out_, end - begin);
    put64(out_, begin);
    put32(out_, kEnd64Locator);
    put32(out_, 0);
    put64(out_, end);
    put32(out_, 1);
  }
  put32(out_, kEnd);
  put16(out_, 0);
  put16(out_, 0);
  put16(out_, far ? kMost16 : entries_.size());
  put16(out_, far ? kMost16 : entries_.size());
  put32(out_, far ? kMost32 : end - begin);
  put32(out_, far ? kMost32 : begin);
  put16(out_, 0);
}

std::string ZipWriter::take() {
  taken_ += out_.size();
  return std::exchange(out_, {});
}

}  // namespace mtm::transfer
