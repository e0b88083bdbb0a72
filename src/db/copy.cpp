#include "db/copy.hpp"

#include <array>
#include <bit>

namespace mtm::db {

namespace {

// PostgreSQL's manual, "COPY", binary format: signature, flags, length of the header's extension.
constexpr std::string_view kHeader("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
constexpr std::string_view kTrailer("\377\377", 2);
constexpr std::size_t kPiece = 64 * 1024;  // libpq's own buffer grows with what it is handed at once

using namespace std::chrono_literals;
constexpr std::chrono::sys_days kEpoch = std::chrono::year(2000) / 1 / 1;  // PostgreSQL counts from here

template <class T>
std::array<char, sizeof(T)> big_endian(T number) {
  std::array<char, sizeof(T)> bytes;
  auto rest = static_cast<std::make_unsigned_t<T>>(number);
  for (std::size_t i = sizeof(T); i-- > 0; rest = static_cast<std::make_unsigned_t<T>>(rest >> 7 >> 1))
    bytes[i] = static_cast<char>(rest & 0xff);
  return bytes;
}

template <class T>
T from_big_endian(std::string_view bytes) {
  std::make_unsigned_t<T> number = 0;
  for (unsigned char byte : bytes) number = static_cast<std::make_unsigned_t<T>>((number << 7 << 1) | byte);
  return static_cast<T>(number);
}

}  // namespace

CopyIn::CopyIn(BlockingConnection& connection, const std::string& target) : connection_(connection) {
  auto answer = connection_.run("copy " + target + " from stdin (format binary)");
  if (PQresultStatus(answer.get()) != PGRES_COPY_IN)
    throw std::logic_error("PostgreSQL does not take rows into " + target);
  buffer_.reserve(kPiece + 4096);
  buffer_ = kHeader;
}

CopyIn::~CopyIn() {
  if (open_) PQputCopyEnd(connection_.pg_.get(), "given up");
}

void CopyIn::begin_row(int columns) {
  if (buffer_.size() >= kPiece) send();
  auto count = big_endian(static_cast<std::int16_t>(columns));
  buffer_.append(count.data(), count.size());
}

void CopyIn::field(std::string_view bytes) {
  auto length = big_endian(static_cast<std::int32_t>(bytes.size()));
  buffer_.append(length.data(), length.size());
  buffer_ += bytes;
}

void CopyIn::null() {
  auto length = big_endian(std::int32_t{-1});
  buffer_.append(length.data(), length.size());
}

template <class T>
void CopyIn::integer(T number) {
  auto bytes = big_endian(number);
  field({bytes.data(), bytes.size()});
}

void CopyIn::write(bool value) { field(value ? std::string_view("\1", 1) : std::string_view("\0", 1)); }
void CopyIn::write(std::int16_t number) { integer(number); }
void CopyIn::write(std::int32_t number) { integer(number); }
void CopyIn::write(std::int64_t number) { integer(number); }

void CopyIn::write(Microseconds time) { integer(static_cast<std::int64_t>((time - kEpoch) / 1us)); }

void CopyIn::write(std::chrono::sys_days date) { integer(static_cast<std::int32_t>((date - kEpoch).count())); }

void CopyIn::write(Jsonb json) {
  auto length = big_endian(static_cast<std::int32_t>(json.text.size() + 1));
  buffer_.append(length.data(), length.size());
  buffer_ += '\1';  // the version of jsonb's binary form
  buffer_ += json.text;
}

void CopyIn::send() {
  connection_.throw_if_stopped();
  bool taken = PQputCopyData(connection_.pg_.get(), buffer_.data(), static_cast<int>(buffer_.size())) == 1;
  if (!taken || !connection_.flush()) {
    open_ = false;
    connection_.finish();  // says what PostgreSQL had against it
    connection_.throw_lost();
  }
  buffer_.clear();
}

void CopyIn::finish() {
  buffer_ += kTrailer;
  send();
  open_ = false;
  if (PQputCopyEnd(connection_.pg_.get(), nullptr) != 1 || !connection_.flush()) connection_.throw_lost();
  connection_.finish();
}

CopyOut::CopyOut(BlockingConnection& connection, const std::string& query) : connection_(connection) {
  auto answer = connection_.run("copy (" + query + ") to stdout (format binary)");
  if (PQresultStatus(answer.get()) != PGRES_COPY_OUT) throw std::logic_error("PostgreSQL gives no rows for a COPY");
}

CopyOut::~CopyOut() { drop_row(); }

void CopyOut::drop_row() {
  if (row_) PQfreemem(row_);
  row_ = nullptr;
}

bool CopyOut::next() {
  if (done_) return false;
  drop_row();
  for (;;) {
    int length = PQgetCopyData(connection_.pg_.get(), &row_, 1);
    if (length == 0) {
      connection_.wait_readable();
      continue;
    }
    if (length < 0) {
      done_ = true;
      if (length == -2) connection_.throw_lost();
      connection_.finish();
      return false;
    }
    bytes_ = {row_, static_cast<std::size_t>(length)};
    break;
  }
  connection_.throw_if_stopped();
  place_ = 0;
  if (first_) take(kHeader.size());
  first_ = false;
  if (place_ == bytes_.size()) return next();  // the header came by itself
  if (from_big_endian<std::int16_t>(take(2)) != -1) return true;
  return next();  // the trailer: what comes is the end
}

std::string_view CopyOut::take(std::size_t length) {
  if (bytes_.size() - place_ < length) throw std::logic_error("a row has fewer columns than are read");
  auto taken = bytes_.substr(place_, length);
  place_ += length;
  return taken;
}

bool CopyOut::next_is_null() const {
  return bytes_.size() - place_ >= 4 && from_big_endian<std::int32_t>(bytes_.substr(place_, 4)) == -1;
}

std::string_view CopyOut::field() {
  auto length = from_big_endian<std::int32_t>(take(4));
  if (length < 0) throw std::logic_error("a column is null that is read as a value");
  return take(static_cast<std::size_t>(length));
}

template <class T>
T CopyOut::integer() {
  auto bytes = field();
  if (bytes.size() != sizeof(T)) throw std::logic_error("a column is read as a number of another size");
  return from_big_endian<T>(bytes);
}

void CopyOut::read(std::string_view& text) { text = field(); }

void CopyOut::read(std::string& text) { text = field(); }

void CopyOut::read(bool& value) { value = field() == std::string_view("\1", 1); }

void CopyOut::read(std::int16_t& number) { number = integer<std::int16_t>(); }
void CopyOut::read(std::int32_t& number) { number = integer<std::int32_t>(); }
void CopyOut::read(std::int64_t& number) { number = integer<std::int64_t>(); }

void CopyOut::read(double& value) { value = std::bit_cast<double>(integer<std::int64_t>()); }

void CopyOut::read(Microseconds& time) { time = kEpoch + std::chrono::microseconds(integer<std::int64_t>()); }

void CopyOut::read(std::chrono::sys_days& date) { date = kEpoch + std::chrono::days(integer<std::int32_t>()); }

void CopyOut::read(Jsonb& json) {
  auto bytes = field();
  if (bytes.empty() || bytes[0] != '\1') throw std::logic_error("a column is read as jsonb and is none");
  json.text = bytes.substr(1);
}

}  // namespace mtm::db
