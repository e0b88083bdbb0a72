#include "sandbox/json_body.hpp"

#include "sandbox/call.hpp"

namespace mtm::sandbox {
namespace {

template <class Found, class Wanted = Found>
std::optional<Wanted> member(const simdjson::dom::element& document, const char* name) {
  Found found;
  if (document[name].get(found)) return {};
  return Wanted(found);
}

}  // namespace

JsonBody::JsonBody(std::string_view text) {
  auto error = parser_.parse(text.data(), text.size()).get(document_);
  if (error || !document_.is_object()) throw Refusal(400, "Error parsing JSON.");
}

std::optional<std::string> JsonBody::text(const char* name) const {
  return member<std::string_view, std::string>(document_, name);
}

std::optional<bool> JsonBody::truth(const char* name) const { return member<bool>(document_, name); }

std::optional<std::size_t> JsonBody::number(const char* name) const { return member<std::uint64_t>(document_, name); }

std::optional<std::vector<std::string>> JsonBody::texts(const char* name, const char* member) const {
  simdjson::dom::array found;
  if (document_[name].get(found)) return {};
  std::vector<std::string> all;
  for (auto item : found) {
    std::string_view text;
    auto error = member ? item[member].get(text) : item.get(text);
    if (error) throw Refusal(400, "Invalid track uri");
    all.emplace_back(text);
  }
  return all;
}

}  // namespace mtm::sandbox
