// Texts that come up again and again, each kept once.
#pragma once
#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace mtm::transfer {

/// At most 4 GB of them.
class Texts {
 public:
  Texts() { keep(""); }

  /// Its number; that of the empty text is 0.
  std::uint32_t keep(std::string_view text) {
    if (2 * ends_.size() >= places_.size()) make_room();
    auto& place = place_of(text);
    if (place != kFree) return place;
    place = static_cast<std::uint32_t>(ends_.size());
    bytes_ += text;
    ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    return place;
  }

  bool knows(std::string_view text) { return place_of(text) != kFree; }

  /// Valid until the next text is kept.
  std::string_view operator[](std::uint32_t number) const {
    auto begin = number == 0 ? 0 : ends_[number - 1];
    return std::string_view(bytes_).substr(begin, ends_[number] - begin);
  }

  std::size_t size() const { return ends_.size(); }
  std::size_t bytes() const { return bytes_.size(); }

  /// When no more texts are kept: gives back what only keep() and knows() need.
  void finish() { places_ = {}; }

 private:
  static constexpr std::uint32_t kFree = 0xFFFF'FFFF;

  /// Where its number stands, or would stand: the first place from its hash on that is its own or free.
  std::uint32_t& place_of(std::string_view text) {
    auto mask = places_.size() - 1;
    auto i = std::hash<std::string_view>()(text) & mask;
    while (places_[i] != kFree && (*this)[places_[i]] != text) i = (i + 1) & mask;
    return places_[i];
  }

  void make_room() {
    places_.assign(std::max<std::size_t>(64, 2 * places_.size()), kFree);
    for (std::uint32_t number = 0; number < ends_.size(); ++number) place_of((*this)[number]) = number;
  }

  std::string bytes_;
  std::vector<std::uint32_t> ends_;
  std::vector<std::uint32_t> places_;  // numbers by hash, at most half of them taken; as many as a power of two
};

}  // namespace mtm::transfer
