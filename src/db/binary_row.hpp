// One row of an answer in PostgreSQL's binary format, read field by field, for answers of a million rows: a text would
// be made of each number on one side and a number of each text on the other.
#pragma once
#include <endian.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

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
  /// An array of one dimension without nulls.
  std::vector<std::int16_t> int16s() { return elements<std::int16_t, std::uint16_t>(); }
  std::vector<std::int64_t> int64s() { return elements<std::int64_t, std::uint64_t>(); }
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
    return at<T>(field, 0);
  }
  template <class T>
  static T at(std::string_view field, std::size_t offset) {
    T value;
    std::memcpy(&value, field.data() + offset, sizeof value);
    return value;
  }
  // array_send() in PostgreSQL's arrayfuncs.c: dimensions, whether there are nulls, the type; of each dimension its
  // length and first index; then each element behind its size. An empty array has no dimension.
  template <class T, class Bits>
  std::vector<T> elements() {
    constexpr std::size_t kHead = 20, kEach = sizeof(std::uint32_t) + sizeof(T);
    auto field = text();
    auto count = (field.size() - std::min(field.size(), kHead)) / kEach;
    std::vector<T> values(count);
    if (count == 0) return values;
    bool plain = be32toh(at<std::uint32_t>(field, 0)) == 1 && at<std::uint32_t>(field, sizeof(std::uint32_t)) == 0;
    if (!plain || field.size() != kHead + count * kEach) unreadable(field, "an array of another kind");
    for (std::size_t i = 0; i < count; ++i) {
      auto bits = at<Bits>(field, kHead + i * kEach + sizeof(std::uint32_t));
      values[i] = static_cast<T>(sizeof(T) == sizeof(std::uint16_t) ? be16toh(bits) : be64toh(bits));
    }
    return values;
  }

  const Result& result_;
  int row_, column_;
};

}  // namespace mtm::db
