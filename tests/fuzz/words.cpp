// The small words that stand in fields and addresses: cookies, escapes, ids, lists, networks, times.
#include "core/clock.hpp"
#include "core/utf8.hpp"
#include "fuzz/input.hpp"
#include "http/client_address.hpp"
#include "http/cookies.hpp"
#include "http/request_id.hpp"
#include "http/syntax.hpp"

using namespace mtm;
using fuzz::expect;

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  auto text = fuzz::text_of(bytes, size);
  if (auto cookie = http::find_cookie(text, "session"))
    expect(text.find(*cookie) != text.npos, "a cookie that was not sent");
  for (bool plus : {false, true})
    if (auto decoded = http::percent_decode(text, plus)) {
      expect(decoded->size() <= text.size(), "decoding made it longer");
      expect(decoded->find('\0') == decoded->npos, "a zero byte");
    }
  http::is_request_id(text);
  for (auto list = text; !list.empty();) {
    auto before = list.size();
    http::take_element(list);
    expect(list.size() < before, "a list that does not end");
  }
  if (auto proxies = http::TrustedProxies::parse(text)) proxies->contains("192.0.2.1");
  http::customer_of(text);
  if (auto time = from_rfc3339(text)) expect(from_rfc3339(to_rfc3339(*time)) == time, "a time that does not come back");
  return 0;
}
