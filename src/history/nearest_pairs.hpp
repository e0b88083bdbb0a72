// Pairs the points of two kinds on one line, nearest first: the plays that one source tells of with those that are
// known.
#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace mtm::history {

/// What a point may be paired with: at most `before` in front of it and `after` behind it, both included.
struct Anchor {
  std::int64_t place, before, after;
  std::uint32_t number;  // the caller's
};

struct Point {
  std::int64_t place;
  std::uint32_t number;  // the caller's
};

/// An anchor with its point, by their places in the lists given.
struct Pair {
  std::uint32_t anchor, point;
};

class NearestPairs {
 public:
  /// Of all pairs that are within reach the one that is nearest, then the nearest of what is left, and so on; each
  /// anchor and each point at most once. Of equally near ones those with fewer others in between, then the earlier
  /// anchor, then the point in front of it. Both lists must be in the order of their places. Takes time in proportion
  /// to n log n, however many are within reach of each other. The answer stands until it is asked again.
  const std::vector<Pair>& of(std::span<const Anchor> anchors, std::span<const Point> points);

 private:
  enum Side : std::uint8_t { front, behind };  // where the point is, seen from its anchor

  /// An anchor or a point, as a member of two lists: of those that may still be paired with a point in front of the
  /// anchor, and with one behind it.
  struct Node {
    std::int64_t place;
    std::uint32_t number;  // in anchors or points
    bool is_anchor;
    std::uint32_t previous[2], next[2];
    bool listed[2];
  };
  struct Offer {
    std::int64_t distance;
    std::uint32_t between, anchor, point;  // nodes
    Side side;
  };
  static bool later(const Offer& a, const Offer& b);

  void pair_stretch(std::uint32_t first_anchor, std::uint32_t last_anchor, std::uint32_t first_point,
                    std::uint32_t last_point);
  void offer(std::uint32_t earlier, std::uint32_t later_node, Side side);
  void leave(std::uint32_t node, Side side);

  std::span<const Anchor> anchors_;
  std::span<const Point> points_;
  std::vector<Pair> pairs_;
  std::vector<Node> nodes_;
  std::vector<Offer> offers_;  // a heap, the nearest on top
};

}  // namespace mtm::history
