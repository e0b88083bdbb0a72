// One row of an answer in PostgreSQL's binary format, read field by field, for answers of a million rows: a text would
// be made of each number on one side and a number of each text on the other.
#pragma once
#include <endian.h>

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "db/result.hpp"

namespace mtm::db {

class BinaryRow {
 public:
  /// Begins with this column.
  BinaryRow(const Result& result, int row, int column) : result_(result), row_(row), column_(column) {}

  /// Whether the next field is null; then it is passed over.
  bool null() {
    if (!result_.null(row_, column_)) return false;
    ++column_;
    return true;
  }

  /// The next field, which must not be null and must be of the size of the type that is asked for; throws otherwise.
  std::string_view text() {
    if (result_.null(row_, column_)) unreadable("null", "a value");
    return result_.text(row_, column_++);
  }
  std::int16_t int16() { return static_cast<std::int16_t>(be16toh(bytes<std::uint16_t>())); }
  std::int32_t int32() { return static_cast<std::int32_t>(be32toh(bytes<std::uint32_t>())); }
  std::int64_t int64() { return static_cast<std::int64_t>(be64toh(bytes<std::uint64_t>())); }
  float real() { return std::bit_cast<float>(be32toh(bytes<std::uint32_t>())); }
  bool boolean() { return bytes<std::uint8_t>() != 0; }

  /// A timestamptz in microseconds since 1970; the least and the greatest are the infinities.
  std::int64_t timestamptz() {
    constexpr std::int64_t kFrom2000 = 946'684'800'000'000;
    auto micros = int64();
    bool infinite = micros == INT64_MIN || micros == INT64_MAX;
    return infinite ? micros : micros + kFrom2000;
  }
  /// A date in days since 1970; the least and the greatest are the infinities.
  std::int32_t date() {
    constexpr std::int32_t kFrom2000 = 10'957;
    auto days = int32();
    return days >= INT32_MAX - kFrom2000 ? INT32_MAX : days == INT32_MIN ? days : days + kFrom2000;
  }

 private:
  template <class T>
  T bytes() {
    auto field = text();
    if (field.size() != sizeof(T)) unreadable(field, "a field of another size");
    T value;
    std::memcpy(&value, field.data(), sizeof value);
    return value;
  }

  const Result& result_;
  int row_, column_;
};

}  // namespace mtm::db
