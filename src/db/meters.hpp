// What a pool and its groups have counted; changed by their thread, read by whoever shows metrics.
#pragma once
#include <array>
#include <bit>
#include <string>
#include <string_view>

#include "core/counter.hpp"

namespace mtm::db {

/// Counts refusals by SQLSTATE. A database says few of them; what comes after the table is full is counted as "other".
class SqlStates {
 public:
  static constexpr std::size_t kMost = 32;

  void count(std::string_view state) {
    auto code = packed(state);
    for (auto& entry : entries_) {
      if (entry.code.value() == 0) entry.code.set(code);
      if (entry.code.value() != code) continue;
      entry.count.add();
      return;
    }
    other_.add();
  }

  /// Calls `each(state, count)` for every state that was seen.
  template <class Each>
  void visit(Each each) const {
    for (const auto& entry : entries_)
      if (auto code = entry.code.value(); code != 0) each(std::string_view(unpacked(code)), entry.count.value());
    if (other_.value() > 0) each(std::string_view("other"), other_.value());
  }

 private:
  struct Entry {
    Counter code, count;
  };

  static std::int64_t packed(std::string_view state) {
    std::int64_t code = 0;
    for (char letter : state.substr(0, 5)) code = code << 8 | static_cast<unsigned char>(letter);
    return code == 0 ? 1 : code;
  }
  static std::string unpacked(std::int64_t code) {
    if (code == 1) return "none";
    std::string state;
    for (int shift = 32; shift >= 0; shift -= 8)
      if (auto letter = static_cast<char>(code >> shift & 255)) state += letter;
    return state;
  }

  std::array<Entry, kMost> entries_;
  Counter other_;
};

struct PoolMeters {
  Counter open;       // pipelined connections that are open
  Counter under_way;  // statements on them
  Counter lent;       // connections that transactions have
  Counter waiting;    // requests that wait for a connection
  Counter connects, losses;
  SqlStates refusals;
};

struct GroupMeters {
  /// Groups of up to 2^n members, at index n; the last is all larger ones.
  static constexpr std::size_t kSizes = 9;

  void count(std::size_t members) {
    groups.add();
    this->members.add(static_cast<std::int64_t>(members));
    auto size = static_cast<std::size_t>(std::bit_width(members > 0 ? members - 1 : 0));
    sizes[size < kSizes ? size : kSizes].add();
  }

  Counter groups, members, retries, waiting;
  std::array<Counter, kSizes + 1> sizes;
};

}  // namespace mtm::db
