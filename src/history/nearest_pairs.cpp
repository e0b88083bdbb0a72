#include "history/nearest_pairs.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace mtm::history {

namespace {

constexpr std::uint32_t kNoNode = std::numeric_limits<std::uint32_t>::max();

bool within_reach(const Anchor& anchor, const Point& point) {
  return point.place >= anchor.place - anchor.before && point.place <= anchor.place + anchor.after;
}

}  // namespace

bool NearestPairs::later(const Offer& a, const Offer& b) {
  auto place = [](const Offer& of) { return std::tuple(of.distance, of.between, of.anchor, of.side); };
  return place(a) > place(b);
}

const std::vector<Pair>& NearestPairs::of(std::span<const Anchor> anchors, std::span<const Point> points) {
  anchors_ = anchors;
  points_ = points;
  pairs_.clear();
  std::int64_t before = 0, after = 0;
  for (const auto& anchor : anchors) {
    before = std::max(before, anchor.before);
    after = std::max(after, anchor.after);
  }
  // Points that are further apart than any two that share an anchor have nothing to do with each other.
  for (std::size_t i = 0, end = 0; i < points.size(); i = end) {
    end = i + 1;
    while (end < points.size() && points[end].place - points[end - 1].place <= before + after) ++end;
    auto first = std::lower_bound(anchors.begin(), anchors.end(), points[i].place - after,
                                  [](const Anchor& anchor, std::int64_t place) { return anchor.place < place; });
    auto last = std::upper_bound(first, anchors.end(), points[end - 1].place + before,
                                 [](std::int64_t place, const Anchor& anchor) { return place < anchor.place; });
    if (first == last) continue;
    auto first_anchor = static_cast<std::uint32_t>(first - anchors.begin());
    auto first_point = static_cast<std::uint32_t>(i);
    if (last - first == 1 && end - i == 1) {
      if (within_reach(*first, points[i])) pairs_.push_back({first_anchor, first_point});
    } else {
      pair_stretch(first_anchor, static_cast<std::uint32_t>(last - anchors.begin()), first_point,
                   static_cast<std::uint32_t>(end));
    }
  }
  return pairs_;
}

// A pair that is nearest of all has none of its own list in between, apart from anchors that do not reach so far. So it
// is enough to look at neighbours: when two are paired, those around them become neighbours; an anchor that does not
// reach its neighbour reaches nothing further away on that side, and leaves the list.
void NearestPairs::pair_stretch(std::uint32_t first_anchor, std::uint32_t last_anchor, std::uint32_t first_point,
                                std::uint32_t last_point) {
  nodes_.clear();
  offers_.clear();
  for (auto anchor = first_anchor, point = first_point; anchor < last_anchor || point < last_point;) {
    bool is_anchor = point == last_point || (anchor < last_anchor && anchors_[anchor].place < points_[point].place);
    auto place = is_anchor ? anchors_[anchor].place : points_[point].place;
    auto number = is_anchor ? anchor++ : point++;
    auto own = static_cast<std::uint32_t>(nodes_.size());
    auto previous = own == 0 ? kNoNode : own - 1;
    nodes_.push_back({place, number, is_anchor, {previous, previous}, {own + 1, own + 1}, {true, true}});
  }
  auto last = static_cast<std::uint32_t>(nodes_.size()) - 1;
  nodes_[last].next[front] = nodes_[last].next[behind] = kNoNode;
  for (std::uint32_t node = 0; node < last; ++node) {
    offer(node, node + 1, front);
    offer(node, node + 1, behind);
  }
  while (!offers_.empty()) {
    std::pop_heap(offers_.begin(), offers_.end(), later);
    auto best = offers_.back();
    offers_.pop_back();
    const auto &anchor = nodes_[best.anchor], &point = nodes_[best.point];
    if (!anchor.listed[best.side] || !point.listed[best.side]) continue;
    if (!within_reach(anchors_[anchor.number], points_[point.number])) {
      leave(best.anchor, best.side);
      continue;
    }
    pairs_.push_back({anchor.number, point.number});
    for (auto side : {front, behind}) {
      leave(best.anchor, side);
      leave(best.point, side);
    }
  }
}

void NearestPairs::offer(std::uint32_t earlier, std::uint32_t later_node, Side side) {
  const auto &a = nodes_[earlier], &b = nodes_[later_node];
  if (a.is_anchor == b.is_anchor || b.is_anchor != (side == front)) return;
  auto anchor = side == front ? later_node : earlier, point = side == front ? earlier : later_node;
  offers_.push_back({b.place - a.place, later_node - earlier, anchor, point, side});
  std::push_heap(offers_.begin(), offers_.end(), later);
}

void NearestPairs::leave(std::uint32_t node, Side side) {
  auto& leaving = nodes_[node];
  if (!leaving.listed[side]) return;
  leaving.listed[side] = false;
  auto previous = leaving.previous[side], next = leaving.next[side];
  if (previous != kNoNode) nodes_[previous].next[side] = next;
  if (next != kNoNode) nodes_[next].previous[side] = previous;
  if (previous != kNoNode && next != kNoNode) offer(previous, next, side);
}

}  // namespace mtm::history
