// Answers made of described structs.
#pragma once
#include "core/json.hpp"
#include "http/response.hpp"

namespace mtm::http {

using mtm::write_json;

template <class T>
Response json(const T& value, Status status = Status::ok) {
  return json_text(to_json(value).text, status);
}

}  // namespace mtm::http
