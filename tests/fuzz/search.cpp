// What a person types into the search.
#include "fuzz/input.hpp"
#include "music/search_query.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  auto query = mtm::music::read_search(mtm::fuzz::text_of(bytes, size));
  for (const auto& term : query.terms) mtm::fuzz::expect(query.problem || !term.text.empty(), "a term without a word");
  return 0;
}
