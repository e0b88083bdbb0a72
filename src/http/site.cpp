#include "http/site.hpp"

#include "core/log.hpp"

namespace mtm::http {
namespace {

constexpr std::uint32_t kReportedRefusals = 5;  // a sweep

}  // namespace

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
  if (refusals_ > kReportedRefusals) {
    log(Level::info, "more malformed requests", {{"count", std::int64_t(refusals_ - kReportedRefusals)}});
  }
  refusals_ = 0;
}

bool Site::may_report_refusal() { return ++refusals_ <= kReportedRefusals; }

}  // namespace mtm::http
