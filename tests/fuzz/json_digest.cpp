// JSON of an old database: what is JSON has one digest, whatever white space stands around it.
#include "transfer/old_app/json_digest.hpp"
#include "fuzz/input.hpp"

using namespace mtm::transfer;
using mtm::fuzz::expect;

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static JsonReader reader;
  auto text = mtm::fuzz::text_of(bytes, size);
  JsonDigest first;
  try {
    first = reader.digest(text);
  } catch (const BadJson&) {
    return 0;
  }
  auto again = reader.digest(" \n" + std::string(text) + "\t ");
  expect(first.number == again.number && first.object == again.object, "one JSON with two digests");
  return 0;
}
