// Takes the rows of one file: each is collected, rejected, or skipped as another person's.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "transfer/history/bringing.hpp"
#include "transfer/history/report.hpp"
#include "transfer/rejects.hpp"

namespace mtm::transfer {

/// Whose plays files say they hold, and how many each; of very many people the first.
using Owners = std::map<std::string, std::int64_t, std::less<>>;
inline constexpr std::size_t kMostOwners = 100;

class FileRows final : public HistoryRows {
 public:
  /// Of the owners, only rows of `wanted_owner` count; empty: those of all. `look_up` is called every kShowEvery rows.
  FileRows(Bringing& bringing, HistoryFileReport& report, Owners& owners, RejectsFile& rejects,
           const std::string& wanted_owner, const std::function<void()>& look_up);

  void take(const HistoryRow& row) override;
  void reject(std::int64_t row, std::string_view reason, std::string_view value) override;
  void owner(std::string_view whole_name) override;
  void broken(std::string_view why) override;

 private:
  void count_row();

  Bringing& bringing_;
  HistoryFileReport& report_;
  Owners& owners_;
  RejectsFile& rejects_;
  const std::string& wanted_owner_;
  const std::function<void()>& look_up_;
  int file_;
  std::string name_;
  Owners::value_type* owner_ = nullptr;
  bool ours_ = true;
};

}  // namespace mtm::transfer
