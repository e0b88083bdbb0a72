#include "store/gaps.hpp"

#include "api/handlers.hpp"
#include "http/json.hpp"

namespace mtm::api {

namespace {

struct Gaps {
  std::vector<store::Gap> gaps;
};
BOOST_DESCRIBE_STRUCT(Gaps, (), (gaps))

}  // namespace

// GET /api/v1/gaps
Task<Response> gaps(const Request& request, Services& services) {
  auto list = co_await store::gaps(services.database, Id{request.caller.user_id});
  Gaps answer{std::move(list)};
  co_return http::json(answer);
}

}  // namespace mtm::api
