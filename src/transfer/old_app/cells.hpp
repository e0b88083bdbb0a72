// The rules by which a cell of the old database becomes a value: what is good, what is mended, what loses its row.
#pragma once
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "transfer/old_app/json_digest.hpp"
#include "transfer/old_app/rows.hpp"
#include "transfer/old_app/sqlite.hpp"

namespace mtm::transfer {

/// 22 letters and digits, as Spotify writes its ids.
bool is_spotify_id(std::string_view text);

/// The cell's number when it is whole, however the cell holds it: 7, 7.0 or '7'.
std::optional<std::int64_t> whole(const Cell& cell);

/// Thrown at a row that can't come over: a clause such as "name is longer than 500 characters", and the value it is
/// about.
struct Rejected {
  std::string reason;
  std::string value;
};

/// What there is to say of a row that came over.
struct Remarks {
  std::vector<std::string> repairs;  // what was left out or written anew: "release_date can't be read"
  std::vector<std::string> notes;    // what came over as it is, and is odd

  void clear() {
    repairs.clear();
    notes.clear();
  }
};

/// Reads the cells of one row. What a row can't do without throws Rejected when it is unusable; what the tutorial
/// turned into NULL in silence is left out and noted.
class Cells {
 public:
  Cells(const SqliteQuery& query, Remarks& remarks, JsonReader& json) : query_(query), remarks_(remarks), json_(json) {}

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
  /// Members of the object that object_or_mend() has just read; one out of its range loses the row.
  std::vector<std::pair<std::string_view, double>> numbers() { return json_.numbers(); }
  void check_number(int column, std::string_view key, double value, double least, double most) const;

  void mend(std::string what) { remarks_.repairs.push_back(std::move(what)); }
  /// Notes a day on which nobody can have listened on Spotify: its year is not offered (questions/years.hpp).
  void note_odd_day(int column, std::chrono::sys_days day);
  std::string_view name(int column) const { return query_.name(column); }
  bool null(int column) const { return query_.cell(column).null(); }
  [[noreturn]] void reject(int column, std::string_view why) const;

 private:
  std::string checked_text(int column, std::size_t most) const;

  const SqliteQuery& query_;
  Remarks& remarks_;
  JsonReader& json_;
};

}  // namespace mtm::transfer
