// A table of audio features, in pieces whose size the first byte says.
#include "transfer/features/feature_table.hpp"

#include <algorithm>

#include "fuzz/input.hpp"
#include "transfer/history/format.hpp"

using namespace mtm;
using fuzz::expect;

namespace {

class Pieces : public transfer::Input {
 public:
  Pieces(std::string_view text, std::size_t size) : text_(text), size_(size) {}
  std::string_view next() override {
    auto piece = text_.substr(0, size_);
    text_.remove_prefix(piece.size());
    return piece;
  }

 private:
  std::string_view text_;
  std::size_t size_;
};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return 0;
  Pieces input(fuzz::text_of(bytes + 1, size - 1), std::max<std::size_t>(bytes[0], 1));
  try {
    transfer::FeatureTable table(input);
    std::int64_t last = 1;
    while (table.next()) {
      const auto& row = table.row();
      expect(row.number == ++last, "a row is left out");
      if (!row.rejected.empty()) continue;
      expect(row.spotify_id.size() == 22, "an id that is none of Spotify's");
      expect(row.features.starts_with('{') && row.features.ends_with('}'), "features that are no object");
      expect(row.features.find("nan") == row.features.npos && row.features.find("inf") == row.features.npos,
             "features that are no numbers");
    }
  } catch (const transfer::Refused&) {
  }
  return 0;
}
