// COPY in PostgreSQL's binary format: the fastest road for many rows, with the memory of one buffer.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "db/blocking_connection.hpp"

namespace mtm::db {

using Microseconds = std::chrono::sys_time<std::chrono::microseconds>;  // as exact as a timestamptz

/// JSON on its way into or out of a jsonb column.
struct Jsonb {
  std::string_view text;
};

/// Rows into a table. The fields of a row are written in the order of its columns, each as the column's own type:
/// nothing is converted on the way. Left without finish(), it ends the COPY: the transaction has failed, and nothing
/// more can be asked on the connection.
class CopyIn {
 public:
  /// `target` is what stands between "copy" and "from": a table, and its columns unless it is all of them.
  CopyIn(BlockingConnection& connection, const std::string& target);
  ~CopyIn();
  CopyIn(const CopyIn&) = delete;

  void begin_row(int columns);
  void write(std::string_view text) { field(text); }
  void write(const std::string& text) { field(text); }
  void write(bool value);
  void write(std::int16_t number);
  void write(std::int32_t number);
  void write(std::int64_t number);
  void write(Microseconds time);
  void write(std::chrono::sys_days date);
  void write(Jsonb json);
  template <class T>
  void write(const std::optional<T>& value) {
    if (value)
      write(*value);
    else
      null();
  }

  /// Throws what PostgreSQL found wrong with the rows.
  void finish();

 private:
  void null();
  void field(std::string_view bytes);
  template <class T>
  void integer(T number);
  void send();

  BlockingConnection& connection_;
  std::string buffer_;
  bool open_ = true;
};

/// Rows out of a query, one after the other. Left before the last one, nothing more can be asked on the connection.
class CopyOut {
 public:
  CopyOut(BlockingConnection& connection, const std::string& query);
  ~CopyOut();
  CopyOut(const CopyOut&) = delete;

  /// False when there are no more.
  bool next();

  /// The next field of the row; texts point into the row and end with it. Throws std::logic_error when the column is of
  /// another type than is asked for.
  void read(std::string_view& text);
  void read(std::string& text);
  void read(bool& value);
  void read(double& value);
  void read(std::int16_t& number);
  void read(std::int32_t& number);
  void read(std::int64_t& number);
  void read(Microseconds& time);
  void read(std::chrono::sys_days& date);
  void read(Jsonb& json);
  template <class T>
  void read(std::optional<T>& value) {
    value.reset();
    if (next_is_null())
      skip_null();
    else
      read(value.emplace());
  }

 private:
  bool next_is_null() const;
  void skip_null() { place_ += 4; }
  std::string_view field();
  std::string_view take(std::size_t length);
  template <class T>
  T integer();
  void drop_row();

  BlockingConnection& connection_;
  char* row_ = nullptr;
  std::string_view bytes_;
  std::size_t place_ = 0;
  bool first_ = true;
  bool done_ = false;
};

}  // namespace mtm::db
