#include "store/health.hpp"

#include "api/handlers.hpp"
#include "http/problem.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;

// GET /health: the database answered just now. A database that is away throws, and that is 503.
Task<Response> health(const Request&, Services& services) {
  co_await store::answered(services.database);
  co_return http::json_text(R"({"status":"ok"})");
}

// GET /livez: the process lives. It does not look at the database: restarting us would not bring that back.
Task<Response> livez(const Request&, Services&) { co_return http::json_text(R"({"status":"ok"})"); }

// GET /readyz: send requests here.
Task<Response> readyz(const Request&, Services& services) {
  if (services.draining) throw Problem(Status::service_unavailable, "The server is stopping.", std::chrono::seconds(1));
  if (!services.database.reachable())
    throw Problem(Status::service_unavailable, "The database is unavailable.", std::chrono::seconds(1));
  co_return http::json_text(R"({"status":"ok"})");
}

}  // namespace mtm::api
