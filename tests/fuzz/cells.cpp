// A cell of an old database, read as everything that a cell may be.
#include "transfer/old_app/cells.hpp"
#include "core/utf8.hpp"
#include "fuzz/input.hpp"
#include "transfer/old_app/times.hpp"
#include "transfer/words.hpp"

using namespace mtm::transfer;
using mtm::fuzz::expect;

namespace {

void check_times(std::string_view text) {
  if (auto time = time_from(text)) expect(time_from(iso_text(*time)) == time, "a time that does not come back");
  if (auto day = day_from(text)) expect(day_from(iso_text(*day)) == day, "a day that does not come back");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static auto file = Sqlite::create(":memory:");
  static SqliteQuery query(file, "select ?1 as cell");
  static JsonReader json;
  auto text = mtm::fuzz::text_of(bytes, size);
  check_times(text);
  printable(text);
  query.again();
  query.bind(1, text);
  query.next();
  for (int kind = 0; kind < 9; ++kind) {
    Remarks remarks;
    Cells cells(query, remarks, json);
    try {
      switch (kind) {
        case 0:
          expect(cells.text(0, 20).find('\0') == std::string::npos, "a zero byte");
          break;
        case 1:
          cells.text_if_any(0, 20);
          break;
        case 2:
          expect(is_spotify_id(cells.spotify_id(0)), "no Spotify id");
          break;
        case 3:
          expect(cells.whole_number(0, 0, 100) <= 100, "a number out of its bounds");
          break;
        case 4:
          cells.whole_number_if_any(0, -5, 5);
          break;
        case 5:
          cells.day(0);
          break;
        case 6:
          cells.time_or_mend(0);
          break;
        case 7:
          cells.release_date_or_mend(0);
          break;
        default:
          if (cells.object_or_mend(0)) cells.numbers();
      }
    } catch (const Rejected& rejected) {
      expect(!rejected.reason.empty(), "rejected without a reason");
    }
  }
  return 0;
}
