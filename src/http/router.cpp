#include "http/router.hpp"

#include <array>
#include <stdexcept>
#include <string>

namespace mtm::http {
namespace {

constexpr std::size_t kMethods = 7;

std::size_t index(Method method) { return static_cast<std::size_t>(method); }

/// Takes "/segment" off the front and returns the segment; an empty one is between two slashes or behind the last.
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  auto end = path.find('/');
  auto segment = path.substr(0, end);
  path = end == path.npos ? std::string_view() : path.substr(end);
  return segment;
}

bool is_part(std::string_view segment) { return segment.size() > 2 && segment.front() == '{' && segment.back() == '}'; }

}  // namespace

struct Router::Node {
  struct Route {
    int number = -1;
    std::vector<std::string> parts;  // the names in braces, in the order of the path
  };

  std::vector<std::pair<std::string, std::unique_ptr<Node>>> literals;
  std::unique_ptr<Node> part;
  std::array<Route, kMethods> routes;

  Node* literal(std::string_view segment) const {
    for (const auto& [text, node] : literals) {
      if (text == segment) return node.get();
    }
    return nullptr;
  }

  bool answers() const {
    for (const auto& route : routes) {
      if (route.number >= 0) return true;
    }
    return false;
  }

  /// Leaves the values of the parts in `values`. Looks at the literal branch first and comes back when it leads
  /// nowhere.
  const Node* find(std::string_view rest, std::vector<std::pair<std::string_view, std::string_view>>& values) const {
    if (rest.empty()) return answers() ? this : nullptr;
    auto segment = take_segment(rest);
    if (const auto* next = literal(segment)) {
      if (const auto* found = next->find(rest, values)) return found;
    }
    if (!part || segment.empty()) return nullptr;
    values.emplace_back(std::string_view(), segment);
    if (const auto* found = part->find(rest, values)) return found;
    values.pop_back();
    return nullptr;
  }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;

void Router::add(Method method, std::string_view pattern, int route) {
  if (pattern.empty() || pattern[0] != '/' || route < 0) throw std::logic_error("not a route: " + std::string(pattern));
  auto* node = root_.get();
  std::vector<std::string> parts;
  for (auto rest = pattern; !rest.empty();) {
    auto segment = take_segment(rest);
    if (is_part(segment)) {
      parts.emplace_back(segment.substr(1, segment.size() - 2));
      if (!node->part) node->part = std::make_unique<Node>();
      node = node->part.get();
    } else if (auto* next = node->literal(segment)) {
      node = next;
    } else {
      node = node->literals.emplace_back(segment, std::make_unique<Node>()).second.get();
    }
  }
  auto& place = node->routes[index(method)];
  if (place.number >= 0)
    throw std::logic_error("two routes for " + std::string(to_string(method)) + " " + std::string(pattern));
  place = {route, std::move(parts)};
}

Router::Match Router::match(Request& request) const {
  Match match;
  auto& values = request.path_parts;
  values.clear();
  if (request.path.empty() || request.path[0] != '/') return match;
  const auto* node = root_->find(request.path, values);
  if (!node) return match;
  match.path_known = true;

  const auto* route = &node->routes[index(request.method)];
  if (route->number < 0 && request.method == Method::head) route = &node->routes[index(Method::get)];
  if (route->number >= 0) {
    match.route = route->number;
    for (std::size_t i = 0; i < values.size(); ++i) values[i].first = route->parts[i];
    return match;
  }

  values.clear();
  for (std::size_t i = 0; i < kMethods; ++i) {
    auto method = static_cast<Method>(i);
    bool answered =
        node->routes[i].number >= 0 || (method == Method::head && node->routes[index(Method::get)].number >= 0);
    if (!answered) continue;
    if (!match.allow.empty()) match.allow += ", ";
    match.allow += to_string(method);
  }
  return match;
}

}  // namespace mtm::http
