// A small generator (splitmix64) whose numbers are the same with every compiler; those of std distributions are not.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace mtm::sandbox {

/// Two numbers into one, so that every artist, album and person draws from a stream of their own.
constexpr std::uint64_t mix(std::uint64_t left, std::uint64_t right) {
  std::uint64_t bits = left * 0x9e3779b97f4a7c15u + right;
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9u;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebu;
  return bits ^ (bits >> 31);
}

constexpr std::uint64_t mix(std::uint64_t left, std::string_view text) {
  for (char letter : text) left = mix(left, static_cast<unsigned char>(letter));
  return left;
}

class Random {
 public:
  explicit constexpr Random(std::uint64_t seed) : state_(seed) {}

  constexpr std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15u;
    std::uint64_t bits = state_;
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9u;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebu;
    return bits ^ (bits >> 31);
  }

  /// 0 … limit - 1.
  constexpr std::size_t below(std::size_t limit) { return static_cast<std::size_t>(next() % limit); }

  /// Both ends are possible.
  constexpr int between(int least, int most) {
    return least + static_cast<int>(below(static_cast<std::size_t>(most - least + 1)));
  }

  /// 0 ≤ … < 1.
  constexpr double unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  constexpr double within(double least, double most) { return least + (most - least) * unit(); }
  constexpr bool chance(double probability) { return unit() < probability; }

  /// Bell-shaped around `mean`, never further off than twice `spread` times the square root of three.
  constexpr double bell(double mean, double spread) {
    double sum = -2;
    for (int draw = 0; draw < 4; ++draw) sum += unit();
    return mean + sum * spread * 1.7320508;
  }

  template <class List>
  constexpr decltype(auto) pick(const List& list) {
    return list[below(std::size(list))];
  }

 private:
  std::uint64_t state_;
};

}  // namespace mtm::sandbox
