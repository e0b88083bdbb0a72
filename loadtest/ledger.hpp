// What every single write was told, and whether the database agrees afterwards.
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace mtm::loadtest {

/// The number-th write of a writer; both count from 0.
struct Entry {
  int writer;
  int number;
};

/// What the database holds against what it acknowledged.
struct Audit {
  std::int64_t acknowledged = 0;
  std::int64_t found = 0;           // rows
  std::int64_t lost = 0;            // acknowledged and not found
  std::int64_t unacknowledged = 0;  // found and never acknowledged
  std::int64_t doubled = 0;         // found more than once

  bool clean() const { return lost == 0 && unacknowledged == 0 && doubled == 0; }
};

/// Lives in memory that processes share once one has forked from the other; each entry is written by one writer only.
class Ledger {
 public:
  Ledger(int writers, int writes);

  void acknowledge(Entry entry);
  void fail();
  std::int64_t tried() const { return page_->tried.load(std::memory_order_relaxed); }

  /// `rows` are all that the run can have left in the database. A row that is no write of this run counts as
  /// unacknowledged.
  Audit audit(const std::vector<Entry>& rows) const;

 private:
  struct Page {
    std::atomic<std::int64_t> tried;
  };
  struct Unmap {
    std::size_t size;
    void operator()(Page* page) const;
  };
  static std::unique_ptr<Page, Unmap> map(std::size_t entries);
  bool holds(Entry entry) const;
  std::size_t place(Entry entry) const;
  std::uint8_t* acknowledged() const;

  int writers_, writes_;
  std::unique_ptr<Page, Unmap> page_;  // and behind it a byte for each write
};

}  // namespace mtm::loadtest
