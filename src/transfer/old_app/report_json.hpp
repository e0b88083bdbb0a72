// The report of an import for programs and pages; docs/api.md shows its shape.
#pragma once
#include "core/json.hpp"
#include "transfer/old_app/report.hpp"

namespace mtm::transfer {

Json report_json(const ImportReport& report);

}  // namespace mtm::transfer
