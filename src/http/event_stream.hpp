// Events over one connection: each is a chunk of its own and leaves at once.
#pragma once
#include <string>

#include "http/events.hpp"
#include "http/response.hpp"
#include "http/wire.hpp"

namespace mtm::http {

class EventStream final : public Events {
 public:
  /// HTTP/1.0 knows no chunks: there the end of the connection ends the stream.
  EventStream(Wire& wire, bool chunked) : wire_(wire), chunked_(chunked) {}

  /// Lets `streaming` write, and ends the body when it is done.
  Task<> run(const Streaming& streaming);

  Task<> send(std::string_view name, std::string_view data) override;
  Task<> keep_alive() override;

  std::size_t bytes() const { return bytes_; }

 private:
  Task<> write(std::string text);

  Wire& wire_;
  bool chunked_;
  std::size_t bytes_ = 0;
};

}  // namespace mtm::http
