// A file of our own export: its first byte says of which noun. Read at once and in pieces it tells the same, and
// whatever stands in it, each row is one that its columns hold.
#include "transfer/history/own_rows.hpp"

#include "fuzz/history_reader.hpp"

using namespace mtm::transfer;

namespace {

class CheckedOwnRows : public OwnRows {
 public:
  explicit CheckedOwnRows(OwnNoun noun) : columns_(columns_of(noun)) {}

  void take(std::int64_t row, std::span<const OwnValue> values) override {
    check(row);
    mtm::fuzz::expect(values.size() == columns_.size(), "a row of other columns");
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto& column = columns_[i];
      mtm::fuzz::expect(!column.needed || values[i].index() != 0, "a row without what it needs");
      if (const auto* text = std::get_if<std::string_view>(&values[i])) {
        mtm::fuzz::expect(text->find('\0') == text->npos, "a text with a NUL");
        mtm::fuzz::expect(
            column.most == 0 || mtm::first_characters(*text, static_cast<std::size_t>(column.most)) == *text,
            "a text that is too long");
        told += *text;
      }
      if (const auto* number = std::get_if<std::int16_t>(&values[i]))
        mtm::fuzz::expect(*number >= column.least && *number <= column.most, "a number out of its range");
      if (const auto* number = std::get_if<std::int32_t>(&values[i]))
        mtm::fuzz::expect(*number >= column.least && *number <= column.most, "a number out of its range");
      if (const auto* json = std::get_if<RawJson>(&values[i])) told += json->text;
      told += '|';
    }
  }
  void reject(std::int64_t row, std::string_view reason, std::string_view) override {
    check(row);
    mtm::fuzz::expect(!reason.empty(), "rejected without a reason");
    told.append(reason).append("\n");
  }
  void unknown(std::string_view column) override { told += column; }
  void broken(std::string_view why) override { told += why; }

  std::string told;

 private:
  void check(std::int64_t row) {
    mtm::fuzz::expect(row > last_, "a row that is told twice");
    last_ = row;
    told += std::to_string(row) + ' ';
  }
  std::span<const OwnColumn> columns_;
  std::int64_t last_ = 0;
};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  auto text = mtm::fuzz::text_of(bytes, size);
  std::string beginning(text);  // of its own, so that reading beyond it is seen
  beginning.shrink_to_fit();
  recognize_own(beginning);
  is_own_csv(beginning);
  if (text.empty()) return 0;
  auto first = static_cast<int>(OwnNoun::account), count = static_cast<int>(OwnNoun::left_out) - first;
  auto noun = static_cast<OwnNoun>(first + bytes[0] % count);
  text.remove_prefix(1);
  std::string whole;
  for (auto piece : {std::size_t{65'536}, std::size_t{1} + static_cast<unsigned char>(beginning.back()) % 64}) {
    mtm::fuzz::PiecesInput input(text, piece);
    CheckedOwnRows rows(noun);
    read_own_rows(input, noun, rows);
    if (piece != 65'536) mtm::fuzz::expect(rows.told == whole, "pieces that tell something else than the whole file");
    whole = rows.told;
  }
  mtm::fuzz::PiecesInput input(text, 65'536);
  read_own_counts(input);
  return 0;
}
