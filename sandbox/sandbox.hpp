// Answers every request: finds the route, checks the token, and lets the faults interfere.
#pragma once
#include "http/router.hpp"
#include "http/server.hpp"
#include "sandbox/routes.hpp"

namespace mtm::sandbox {

class Sandbox final : public http::Application {
 public:
  explicit Sandbox(Options options);

  World& world() { return world_; }

  Task<http::Response> answer(http::Request& request) override;
  http::Response refuse(std::exception_ptr failure, const http::Request& request) noexcept override;

 private:
  http::Response perform(const Route& route, Call& call);
  void let_in(const Route& route, Call& call);

  World world_;
  http::Router router_;
};

/// Security fields of the sandbox's own answers.
http::SecurityFields security_fields();

}  // namespace mtm::sandbox
