#include "loadtest/ledger.hpp"

#include <sys/mman.h>

#include <cerrno>
#include <new>
#include <system_error>

namespace mtm::loadtest {

void Ledger::Unmap::operator()(Page* page) const { ::munmap(page, size); }

std::unique_ptr<Ledger::Page, Ledger::Unmap> Ledger::map(std::size_t entries) {
  auto size = sizeof(Page) + entries;
  void* memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "memory for the ledger");
  return {new (memory) Page, Unmap{size}};  // the kernel gives zeros: nothing is acknowledged
}

Ledger::Ledger(int writers, int writes)
    : writers_(writers),
      writes_(writes),
      page_(map(static_cast<std::size_t>(writers) * static_cast<std::size_t>(writes))) {}

bool Ledger::holds(Entry entry) const {
  return entry.writer >= 0 && entry.writer < writers_ && entry.number >= 0 && entry.number < writes_;
}

std::size_t Ledger::place(Entry entry) const {
  return static_cast<std::size_t>(entry.writer) * static_cast<std::size_t>(writes_) +
         static_cast<std::size_t>(entry.number);
}

std::uint8_t* Ledger::acknowledged() const { return reinterpret_cast<std::uint8_t*>(page_.get() + 1); }

void Ledger::acknowledge(Entry entry) {
  acknowledged()[place(entry)] = 1;
  page_->tried.fetch_add(1, std::memory_order_relaxed);
}

void Ledger::fail() { page_->tried.fetch_add(1, std::memory_order_relaxed); }

Audit Ledger::audit(const std::vector<Entry>& rows) const {
  Audit audit;
  auto entries = static_cast<std::size_t>(writers_) * static_cast<std::size_t>(writes_);
  std::vector<bool> seen(entries);
  for (auto row : rows) {
    ++audit.found;
    if (!holds(row)) {
      ++audit.unacknowledged;
    } else if (seen[place(row)]) {
      ++audit.doubled;
    } else {
      seen[place(row)] = true;
      if (!acknowledged()[place(row)]) ++audit.unacknowledged;
    }
  }
  for (std::size_t i = 0; i < entries; ++i) {
    if (!acknowledged()[i]) continue;
    ++audit.acknowledged;
    if (!seen[i]) ++audit.lost;
  }
  return audit;
}

}  // namespace mtm::loadtest
