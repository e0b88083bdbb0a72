#include "support/event_stream.hpp"

#include <stdexcept>

namespace mtm::test {
namespace {

/// One block of lines between blank lines; nothing when it was only comments.
std::optional<Event> parse(const std::string& block) {
  Event event;
  bool said = false;
  for (std::size_t begin = 0; begin < block.size();) {
    auto end = std::min(block.find('\n', begin), block.size());
    auto line = block.substr(begin, end - begin);
    begin = end + 1;
    if (line.starts_with(':')) continue;
    auto colon = line.find(": ");
    if (colon == std::string::npos) throw std::runtime_error("not a line of an event: " + line);
    auto value = line.substr(colon + 2);
    if (line.starts_with("event:")) event.name = value;
    if (line.starts_with("data:")) event.data += (event.data.empty() ? "" : "\n") + value;
    said = true;
  }
  if (!said) return std::nullopt;
  return event;
}

}  // namespace

EventStream::EventStream(HttpClient& client, const std::string& target, const Fields& fields) : client_(client) {
  auto all = fields;
  all.emplace_back("Accept", "text/event-stream");
  client_.ask("GET", target, "", all);
  head_ = client_.read_head();
}

std::optional<Event> EventStream::next(TestClock::duration limit) {
  while (true) {
    if (auto end = text_.find("\n\n"); end != std::string::npos) {
      auto event = parse(text_.substr(0, end));
      text_.erase(0, end + 2);
      if (event) return event;
      continue;
    }
    auto piece = client_.read_body_piece(head_, limit);
    if (!piece) {
      if (head_.field("connection") == "close") client_.hang_up();
      return std::nullopt;
    }
    text_ += *piece;
  }
}

}  // namespace mtm::test
