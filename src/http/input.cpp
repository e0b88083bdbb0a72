#include "http/input.hpp"

#include <algorithm>
#include <cstring>

namespace mtm::http {
namespace {

// Most header sections fit, browsers' with their cookies too; thousands of slow clients cost little.
constexpr std::size_t kFirst = 4096;

}  // namespace

boost::asio::mutable_buffer Input::room() {
  if (capacity_ == end_) {
    auto used = end_ - begin_;
    if (begin_ > 0 && used <= capacity_ / 2) {
      std::memmove(storage_.get(), storage_.get() + begin_, used);
      begin_ = 0;
      end_ = used;
    } else {
      resize(std::min(cap_, std::max(kFirst, used * 2)));
    }
  }
  return {storage_.get() + end_, capacity_ - end_};
}

void Input::consume(std::size_t bytes) {
  begin_ += bytes;
  if (begin_ == end_) begin_ = end_ = 0;
}

void Input::shrink() {
  if (capacity_ > kFirst && end_ - begin_ <= kFirst / 2) resize(kFirst);
}

void Input::resize(std::size_t capacity) {
  auto used = end_ - begin_;
  auto larger = std::make_unique_for_overwrite<char[]>(capacity);
  if (used > 0) std::memcpy(larger.get(), storage_.get() + begin_, used);
  storage_ = std::move(larger);
  capacity_ = capacity;
  begin_ = 0;
  end_ = used;
}

}  // namespace mtm::http
