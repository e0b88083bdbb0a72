#include "http/framing.hpp"

#include <stdexcept>

namespace mtm::http {

std::string filled(std::string_view text, const Meaning& meaning) {
  constexpr std::string_view kOpen = "{{", kClose = "}}";
  std::string out;
  for (;;) {
    auto open = text.find(kOpen);
    out += text.substr(0, open);
    if (open == text.npos) return out;
    text.remove_prefix(open + kOpen.size());
    auto close = text.find(kClose);
    if (close == text.npos) throw std::logic_error("a page has {{ without }}");
    out += meaning(text.substr(0, close));
    text.remove_prefix(close + kClose.size());
  }
}

std::string framed(std::string_view frame, std::string_view page, std::string_view name, const Meaning& part) {
  auto own = filled(page, part);
  auto main = own.find("<main");
  if (main == own.npos) throw std::logic_error("this page has no <main>: " + std::string(name));
  auto head = own.substr(0, main);
  own.erase(0, main);
  return filled(frame, [&](std::string_view slot) -> std::string_view {
    if (slot == "name") return name;
    if (slot == "head") return head;
    if (slot == "main") return own;
    return part(slot);
  });
}

std::string readdressed(std::string_view text, const Meaning& address) {
  std::string out;
  std::size_t done = 0;
  for (auto at = text.find('/'); at != text.npos; at = text.find('/', at + 1)) {
    if (at == 0 || std::string_view("\"'(").find(text[at - 1]) == text.npos) continue;
    auto written = text.substr(at, text.find_first_of("\"') >", at) - at);
    auto other = address(written);
    if (other.empty()) continue;
    out += text.substr(done, at - done);
    out += other;
    done = at + written.size();
  }
  out += text.substr(done);
  return out;
}

}  // namespace mtm::http
