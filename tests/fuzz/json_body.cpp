// A request's JSON body, asked for fields of every kind.
#include "http/json_body.hpp"
#include "fuzz/input.hpp"
#include "http/problem.hpp"

using namespace mtm::http;
using mtm::fuzz::expect;

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  Request request;
  request.body = mtm::fuzz::text_of(bytes, size);
  for (int field = 0; field < 5; ++field) {
    try {
      JsonBody body(request);
      if (field == 0) expect(body.number("n", 1, 100) <= 100, "a number out of its bounds");
      if (field == 1) expect(body.number("n", 0, 32767, 7) >= 0, "a number out of its bounds");
      if (field == 2) expect(!body.text("t", 10).empty(), "an empty text");
      if (field == 3) body.optional_text("t", 100);
      if (field == 4) body.flag("f", false);
    } catch (const Problem& problem) {
      expect(problem.status == Status::bad_request || problem.status == Status::unprocessable,
             "another status than a client's fault");
    }
  }
  return 0;
}
