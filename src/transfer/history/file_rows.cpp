#include "transfer/history/file_rows.hpp"

#include <fmt/format.h>

#include "core/utf8.hpp"
#include "transfer/csv.hpp"
#include "transfer/progress.hpp"
#include "transfer/words.hpp"

namespace mtm::transfer {

namespace {

constexpr std::size_t kLongestOwner = 200;

}  // namespace

FileRows::FileRows(Bringing& bringing, HistoryFileReport& report, Owners& owners, RejectsFile& rejects,
                   const std::string& wanted_owner, const std::function<void()>& look_up)
    : bringing_(bringing),
      report_(report),
      owners_(owners),
      rejects_(rejects),
      wanted_owner_(wanted_owner),
      look_up_(look_up),
      file_(static_cast<int>(bringing.files.size())),
      name_(csv_field(report.name)) {}

void FileRows::take(const HistoryRow& row) {
  if (owner_ != nullptr) ++owner_->second;
  if (!ours_) return;
  if (bringing_.plays.size() == kMostPlays)
    throw TooMuch(fmt::format("This history has more than {} plays: it is not taken.", counted(kMostPlays)));
  count_row();
  bringing_.plays.add(row, file_);
}

void FileRows::reject(std::int64_t row, std::string_view reason, std::string_view value) {
  if (!ours_) return;
  count_row();
  ++report_.counts.rejected;
  report_.reasons[std::string(reason)].add(row);
  rejects_.add(name_, row, reason, printable(value, 200));
}

void FileRows::owner(std::string_view whole_name) {
  auto name = first_characters(whole_name, kLongestOwner);
  ours_ = wanted_owner_.empty() || wanted_owner_ == name;
  if (owner_ != nullptr && owner_->first == name) return;
  auto known = owners_.find(name);
  bool room = owners_.size() < kMostOwners || wanted_owner_ == name;
  if (known == owners_.end() && room) known = owners_.emplace(name, 0).first;
  owner_ = known == owners_.end() ? nullptr : &*known;
}

void FileRows::broken(std::string_view why) { report_.problem = why; }

void FileRows::count_row() {
  if (++report_.counts.rows % kShowEvery == 0) look_up_();
}

}  // namespace mtm::transfer
