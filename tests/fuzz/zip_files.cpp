// A ZIP: read to its end within its limits, or refused with a sentence.
#include "transfer/history/zip_files.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include "core/utf8.hpp"
#include "fuzz/input.hpp"
#include "transfer/history/format.hpp"

using namespace mtm::transfer;
using mtm::fuzz::expect;

namespace {

constexpr ZipLimits kLimits = {.unpacked = 1'000'000, .listed = 20, .entries = 1'000};

void read_all(ZipFiles& files) {
  expect(files.entries().size() <= kLimits.listed, "more files than are looked at");
  for (const auto& entry : files.entries()) {
    for (std::string_view name = entry.name; !name.empty(); name.remove_prefix(mtm::utf8_length(name)))
      expect(mtm::utf8_length(name) > 0, "a name that is no UTF-8");
    try {
      auto input = files.open(entry);
      while (!input->next().empty()) {
      }
      expect(entry.unreadable.empty(), "what can't be read was read");
    } catch (const BrokenFile& broken) {
      expect(*broken.what() != '\0', "broken without a reason");
    }
    expect(files.unpacked() <= kLimits.unpacked, "a limit that was not kept");
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const int file = memfd_create("zip", 0);
  static const auto path = "/proc/self/fd/" + std::to_string(file);
  expect(ftruncate(file, 0) == 0, "the file can't be emptied");
  expect(pwrite(file, bytes, size, 0) == static_cast<ssize_t>(size), "the file can't be written");
  try {
    ZipFiles files(path, kLimits);
    read_all(files);
  } catch (const Refused& refused) {
    expect(*refused.what() != '\0', "refused without a reason");
  }
  return 0;
}
