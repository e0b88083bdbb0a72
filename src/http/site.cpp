#include "http/site.hpp"

namespace mtm::http {

Site::Site(Application& application, const Limits& limits, const SecurityFields& fields)
    : application(application), limits(limits), fields(fields) {
  keep_time();
}

std::string_view Site::security(Audience audience) const {
  switch (audience) {
    case Audience::page:
      return fields.page;
    case Audience::program:
      return fields.program;
    case Audience::asset:
      return fields.asset;
  }
  return fields.page;
}

void Site::keep_time() {
  now = Clock::now();
  date = to_http_date(wall_now());
}

}  // namespace mtm::http
