#include "db/errors.hpp"

#include <algorithm>

namespace mtm::db {

namespace {

/// What stands in quotation marks; they are these in English messages, and names have none.
std::string_view first_quoted(std::string_view message) {
  auto begin = message.find('"');
  if (begin == message.npos) return {};
  message.remove_prefix(begin + 1);
  return message.substr(0, message.find('"'));
}

bool is_shard_number(std::string_view text) {
  if (text.size() < 2 || text.front() != '_') return false;
  text.remove_prefix(1);
  return std::all_of(text.begin(), text.end(), [](char byte) { return byte >= '0' && byte <= '9'; });
}

}  // namespace

bool Error::not_unique(std::string_view name) const {
  if (sqlstate != "23505") return false;
  std::string_view said = constraint;
  if (said.empty()) said = first_quoted(what());
  if (!said.starts_with(name)) return false;
  said.remove_prefix(name.size());
  return said.empty() || is_shard_number(said);
}

}  // namespace mtm::db
