#include "sandbox/faults.hpp"

#include <algorithm>

namespace mtm::sandbox {
namespace {

bool path_matches(std::string_view pattern, std::string_view path) {
  while (true) {
    auto wanted = pattern.substr(0, pattern.find('/', 1));
    auto found = path.substr(0, path.find('/', 1));
    if (wanted == "/*" && wanted.size() == pattern.size()) return true;
    bool any = wanted.starts_with("/{") && wanted.ends_with("}") && found.size() > 1;
    if (!any && wanted != found) return false;
    pattern.remove_prefix(wanted.size());
    path.remove_prefix(found.size());
    if (pattern.empty() || path.empty()) return pattern.empty() && path.empty();
  }
}

}  // namespace

bool matches(const Rule& rule, std::string_view method, std::string_view path, std::string_view person,
             std::string_view body) {
  if (rule.method != "*" && rule.method != method) return false;
  if (!rule.person.empty() && rule.person != person) return false;
  if (body.find(rule.containing) == body.npos) return false;
  return path_matches(rule.path, path);
}

Rule* next_fault(Faults& faults, std::string_view method, std::string_view path, std::string_view person,
                 std::string_view body) {
  for (Rule& rule : faults.rules) {
    if (rule.count == 0 || !matches(rule, method, path, person, body)) continue;
    if (rule.skip > 0) {
      --rule.skip;
      continue;
    }
    if (rule.count) --*rule.count;
    return &rule;
  }
  return nullptr;
}

std::optional<std::chrono::seconds> CallGate::refuse(const CallLimit& limit, WallTime now) {
  while (!calls_.empty() && calls_.front() + limit.window <= now) calls_.pop_front();
  if (calls_.size() < limit.calls) {
    calls_.push_back(now);
    return {};
  }
  if (calls_.empty()) return limit.window;  // a limit of no calls at all
  auto wait = std::chrono::ceil<std::chrono::seconds>(calls_.front() + limit.window - now);
  return std::max(wait, std::chrono::seconds(1));
}

}  // namespace mtm::sandbox
