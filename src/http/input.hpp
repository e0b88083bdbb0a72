// What a connection has sent and nobody has used yet: a buffer that grows to its cap and never beyond.
#pragma once
#include <boost/asio/buffer.hpp>
#include <cstddef>
#include <memory>
#include <string_view>

namespace mtm::http {

class Input {
 public:
  explicit Input(std::size_t cap) : cap_(cap) {}

  std::string_view unread() const { return {storage_.get() + begin_, end_ - begin_}; }
  bool empty() const { return begin_ == end_; }
  bool full() const { return end_ - begin_ == cap_; }

  /// Room for what comes next; never empty unless full(). May move what is unread, so views into it end here.
  boost::asio::mutable_buffer room();
  void received(std::size_t bytes) { end_ += bytes; }
  /// The front was used. Views into it stay good until the next room().
  void consume(std::size_t bytes);
  /// Gives memory back that a large request needed; only between requests.
  void shrink();

 private:
  void resize(std::size_t capacity);

  std::size_t cap_;
  std::size_t capacity_ = 0, begin_ = 0, end_ = 0;
  std::unique_ptr<char[]> storage_;
};

}  // namespace mtm::http
