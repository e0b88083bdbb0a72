// The application that http/ serves: it finds the route, lets in who may come, runs the handler, and turns every
// failure into one answer and one log line.
#pragma once
#include "api/routes.hpp"
#include "api/traffic.hpp"
#include "http/router.hpp"
#include "http/server.hpp"

namespace mtm::api {

class Api : public http::Application {
 public:
  explicit Api(Services& services);

  Task<http::Response> answer(http::Request& request) override;
  Task<std::shared_ptr<http::Upload>> upload_for(http::Request& request) override;
  http::Response refuse(std::exception_ptr failure, const http::Request& request) noexcept override;
  void answered(const http::Request& request, http::Status status,
                std::chrono::microseconds duration) noexcept override {
    traffic_.count(request.route, status, duration);
  }

  const Traffic& traffic() const { return traffic_; }

 private:
  Task<> admit(const Route& route, http::Request& request);
  static void check_body(const Route& route, const http::Request& request);
  void check_origin(const http::Request& request) const;
  static void check_access(Access access, const http::Caller& caller);

  Services& services_;
  http::Router router_;
  Traffic traffic_;
};

}  // namespace mtm::api
