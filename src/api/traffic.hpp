// What one thread has answered: how often by route and kind of status, and how long it took.
#pragma once
#include <array>
#include <cstddef>
#include <vector>

#include "core/counter.hpp"
#include "http/response.hpp"

namespace mtm::api {

class Traffic {
 public:
  /// So many routes, numbered from 0.
  explicit Traffic(std::size_t routes) : routes_(routes + 1) {}

  struct Route {
    std::array<Counter, 5> statuses;  // 1xx to 5xx
    Durations durations;
  };

  /// A route of -1 is what no route answered: files, addresses that nobody knows, and what was no request.
  void count(int route, http::Status status, std::chrono::microseconds duration) {
    auto& counted = routes_[static_cast<std::size_t>(route + 1)];
    counted.statuses[static_cast<std::size_t>(status) / 100 - 1].add();
    counted.durations.add(duration);
  }

  const Route& of(int route) const { return routes_[static_cast<std::size_t>(route + 1)]; }

 private:
  std::vector<Route> routes_;
};

}  // namespace mtm::api
