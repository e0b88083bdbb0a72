// A column that grows at its end without being copied: a history shares it with its next version.
//
// Each column sees the rows that it was made with. The next one writes its further rows behind them, into room that was
// left there. Readers on other threads need no lock: what a column sees was written before it was handed to anybody and
// is never written again, and what is being written lies behind its end. Two that grow from the same column can't write
// to one place: the first takes the room behind it, by one atomic step, and the other one makes a copy.
#pragma once
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>

namespace mtm::history {

template <class T>
class Column {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  Column() = default;
  /// Those that have far more room than rows are cut to size.
  Column(std::vector<T> rows) : size_(rows.size()) {
    if (rows.capacity() > with_room(size_)) rows = copy(rows, {});
    room_ = std::make_shared<Room>(std::move(rows));
    rows_ = room_->rows.data();
  }

  std::size_t size() const { return size_; }
  const T& operator[](std::size_t row) const { return rows_[row]; }
  const T& front() const { return rows_[0]; }
  const T& back() const { return rows_[size_ - 1]; }
  const T* begin() const { return rows_; }
  const T* end() const { return rows_ + size_; }
  bool operator==(const Column& other) const { return std::equal(begin(), end(), other.begin(), other.end()); }

  /// These rows and more behind them. This column stays as it is.
  Column with(std::span<const T> more) const {
    auto free_from = size_, end = size_ + more.size();
    if (!room_ || end > room_->rows.capacity() || !room_->taken.compare_exchange_strong(free_from, end))
      return Column(copy(*this, more));
    room_->rows.insert(room_->rows.end(), more.begin(), more.end());
    return Column(room_, end);
  }

  /// How many rows there should be room for where there are so many.
  static std::size_t with_room(std::size_t rows) { return rows + rows / 32 + 64; }

  /// The memory that it takes, with the room behind its rows.
  std::size_t bytes() const { return room_ ? room_->rows.capacity() * sizeof(T) : 0; }

 private:
  struct Room {
    explicit Room(std::vector<T> of) : rows(std::move(of)), taken(rows.size()) {}
    std::vector<T> rows;  // never more than it has capacity for, so they stay where they are
    std::atomic<std::size_t> taken;
  };

  Column(std::shared_ptr<Room> room, std::size_t size)
      : room_(std::move(room)), rows_(room_->rows.data()), size_(size) {}

  static std::vector<T> copy(std::span<const T> rows, std::span<const T> more) {
    std::vector<T> copy;
    copy.reserve(with_room(rows.size() + more.size()));
    copy.insert(copy.end(), rows.begin(), rows.end());
    copy.insert(copy.end(), more.begin(), more.end());
    return copy;
  }

  std::shared_ptr<Room> room_;  // null: there are no rows
  const T* rows_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace mtm::history
