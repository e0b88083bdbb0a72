// Any file: what it is taken for can read it.
#include "fuzz/history_reader.hpp"

using namespace mtm::transfer;

namespace {

Format found;

std::unique_ptr<HistoryReader> reader_of_found(const ReadingOptions& options) { return make_reader(found, options); }

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  auto text = mtm::fuzz::text_of(bytes, size);
  std::string beginning(text);  // of its own, so that reading beyond it is seen
  beginning.shrink_to_fit();
  try {
    auto recognized = recognize(beginning);
    if (recognized) {
      found = recognized->format;
      mtm::fuzz::expect(!name_of(found).empty(), "a format without a name");
      mtm::fuzz::explore(reader_of_found, text);
    }
  } catch (const Refused& refused) {
    mtm::fuzz::expect(*refused.what() != '\0', "refused without a reason");
  }
  what_else(beginning);
  return 0;
}
