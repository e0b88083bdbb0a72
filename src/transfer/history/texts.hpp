// Texts that come up again and again, each kept once.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace mtm::transfer {

class Texts {
 public:
  Texts() : known_(0, Hash{this}, Equal{this}) { keep(""); }
  Texts(const Texts&) = delete;

  /// Its number; that of the empty text is 0.
  std::uint32_t keep(std::string_view text) {
    auto found = known_.find(text);
    if (found != known_.end()) return *found;
    auto number = static_cast<std::uint32_t>(ends_.size());
    bytes_ += text;
    ends_.push_back(bytes_.size());
    known_.insert(number);
    return number;
  }

  bool knows(std::string_view text) const { return known_.contains(text); }

  /// Valid until the next text is kept.
  std::string_view operator[](std::uint32_t number) const {
    auto begin = number == 0 ? 0 : ends_[number - 1];
    return std::string_view(bytes_).substr(begin, ends_[number] - begin);
  }

  std::size_t size() const { return ends_.size(); }
  std::size_t bytes() const { return bytes_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    const Texts* texts;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    std::size_t operator()(std::uint32_t number) const { return (*this)((*texts)[number]); }
  };
  struct Equal {
    using is_transparent = void;
    const Texts* texts;
    bool operator()(std::uint32_t a, std::uint32_t b) const { return a == b; }
    bool operator()(std::string_view a, std::uint32_t b) const { return a == (*texts)[b]; }
    bool operator()(std::uint32_t a, std::string_view b) const { return (*texts)[a] == b; }
  };
  std::string bytes_;
  std::vector<std::size_t> ends_;
  std::unordered_set<std::uint32_t, Hash, Equal> known_;
};

}  // namespace mtm::transfer
