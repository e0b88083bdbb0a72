// Finds the route of a path. Patterns are "/api/v1/tracks/{id}": a part in braces matches one non-empty segment.
#pragma once
#include <memory>
#include <string_view>
#include <vector>

#include "http/request.hpp"

namespace mtm::http {

/// A tree of segments, built once at the start. It knows patterns and numbers, not handlers.
class Router {
 public:
  Router();
  ~Router();

  /// Patterns that differ only in the names of their parts are one; throws std::logic_error for a pair given twice.
  void add(Method method, std::string_view pattern, int route);

  struct Match {
    int route = -1;           // -1: none
    bool path_known = false;  // the path exists for other methods
    std::string allow;        // those methods, for 405's Allow
  };
  /// Fills request.path_parts. HEAD finds the route of GET. A literal segment wins over one in braces.
  Match match(Request& request) const;

 private:
  struct Node;
  std::unique_ptr<Node> root_;
};

}  // namespace mtm::http
