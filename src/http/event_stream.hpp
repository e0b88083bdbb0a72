// Events as the pieces of one body: each leaves at once.
#pragma once
#include <string>

#include "http/body.hpp"
#include "http/events.hpp"

namespace mtm::http {

class EventStream final : public Events {
 public:
  explicit EventStream(Body& body) : body_(body) {}

  Task<> send(std::string_view name, std::string_view data) override;
  Task<> keep_alive() override;

 private:
  Task<> write(std::string text);

  Body& body_;
};

}  // namespace mtm::http
