// The rules by which a cell of the old database becomes a value: what is good, what is mended, what loses its row.
#pragma once
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "transfer/json_digest.hpp"
#include "transfer/rows.hpp"
#include "transfer/sqlite.hpp"

namespace mtm::transfer {

/// 1 to 22 letters, digits, - or _: what an address can hold as it is.
bool is_spotify_id(std::string_view text);

/// Thrown at a row that can't come over: a clause such as "name is longer than 500 characters", and the value it is
/// about.
struct Rejected {
  std::string reason;
  std::string value;
};

/// What was left out of a row that came over: "release_date can't be read".
using Repairs = std::vector<std::string>;

/// Reads the cells of one row. What a row can't do without throws Rejected when it is unusable; what the tutorial
/// turned into NULL in silence is left out and noted.
class Cells {
 public:
  Cells(const SqliteQuery& query, Repairs& repairs, JsonReader& json) : query_(query), repairs_(repairs), json_(json) {}

  std::int64_t row_id(int column) const { return query_.cell(column).integer(); }

  /// At most `most` characters of UTF-8 without NUL.
  std::string text(int column, std::size_t most);
  std::optional<std::string> text_if_any(int column, std::size_t most);
  std::string spotify_id(int column);
  std::int64_t whole_number(int column, std::int64_t least, std::int64_t most);
  std::optional<std::int64_t> whole_number_if_any(int column, std::int64_t least, std::int64_t most);
  std::chrono::sys_days day(int column);
  /// As it is, for what is only compared.
  std::string raw_text(int column) const { return std::string(query_.cell(column).text()); }

  /// Mended when they can't be read.
  std::optional<Time> time_or_mend(int column);
  std::optional<std::string> release_date_or_mend(int column);  // "2020", "2020-03" or "2020-03-15"
  std::optional<KeptJson> object_or_mend(int column);

  void mend(std::string what) { repairs_.push_back(std::move(what)); }
  std::string_view name(int column) const { return query_.name(column); }
  bool null(int column) const { return query_.cell(column).null(); }
  [[noreturn]] void reject(int column, std::string_view why) const;

 private:
  std::string checked_text(int column, std::size_t most) const;

  const SqliteQuery& query_;
  Repairs& repairs_;
  JsonReader& json_;
};

}  // namespace mtm::transfer
