// What a person types into the search, and any name.
#include "fuzz/input.hpp"
#include "music/search_query.hpp"
#include "music/search_terms.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  auto text = mtm::fuzz::text_of(bytes, size);
  auto query = mtm::music::read_search(text);
  for (const auto& term : query.terms) mtm::fuzz::expect(query.problem || !term.text.empty(), "a term without a word");
  auto folded = mtm::music::folded(text);
  auto written = mtm::music::written_words(text);
  mtm::fuzz::expect(written.size() == mtm::music::words_of(folded).size(), "not as many words as are written");
  mtm::music::marks(text, folded, mtm::music::Field::any, mtm::music::folded_terms(query));
  return 0;
}
