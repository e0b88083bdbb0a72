// Asks a sandbox without a network: a request goes in, an answer comes out.
#pragma once
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "sandbox/sandbox.hpp"

namespace mtm::sandbox {

/// Headers and a query or body of somebody's making.
struct Asked {
  http::Method method = http::Method::get;
  std::string path, query, body;
  std::vector<std::pair<std::string, std::string>> fields;
};

class Asking {
 public:
  explicit Asking(Options options = small()) : sandbox(std::move(options)) {
    sandbox.world().open_at("http://127.0.0.1:7070");
  }

  static Options small() {
    Options options;
    options.likes = 120;
    options.today = std::chrono::sys_days(std::chrono::year(2026) / 11 / 21);
    return options;
  }

  http::Response ask(const Asked& asked) {
    http::Request request;
    request.method = asked.method;
    request.path = asked.path;
    request.query = asked.query;
    request.body = asked.body;
    request.id = "test";
    for (const auto& [name, value] : asked.fields) request.fields.emplace_back(name, value);
    asio::io_context io(1);
    try {
      auto answer = asio::co_spawn(io, sandbox.answer(request), asio::use_future);
      io.run_for(std::chrono::seconds(5));
      if (answer.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
        throw std::runtime_error("the sandbox hangs");
      return answer.get();
    } catch (const std::runtime_error&) {
      return sandbox.refuse(std::current_exception(), request);
    }
  }

  /// As the person of that token; "GET /v1/me?limit=1".
  http::Response call(const std::string& what, const std::string& body = {}) {
    Asked asked;
    auto space = what.find(' '), question = what.find('?');
    auto method = what.substr(0, space);
    asked.method = method == "POST"     ? http::Method::post
                   : method == "PUT"    ? http::Method::put
                   : method == "DELETE" ? http::Method::del
                                        : http::Method::get;
    asked.path = what.substr(space + 1, question == what.npos ? what.npos : question - space - 1);
    if (question != what.npos) asked.query = what.substr(question + 1);
    asked.body = body;
    if (!token.empty()) asked.fields.emplace_back("Authorization", "Bearer " + token);
    return ask(asked);
  }

  /// From then on calls are made with this grant.
  void grant(const std::string& person, const std::string& scopes) {
    Grant given;
    given.person = person;
    given.scopes = scopes_from(scopes).value();
    given.authorized_at = sandbox.world().now();
    token = sandbox.world().tokens.new_access(given, sandbox.world().now());
  }

  void faults(const std::string& json) {
    auto answer = call("PUT /sandbox/faults", json);
    if (answer.status != http::Status::ok) throw std::logic_error("no such faults");
  }

  Sandbox sandbox;
  std::string token;
};

inline std::string body(const http::Response& answer) {
  if (auto* text = std::get_if<std::string>(&answer.body)) return *text;
  if (auto* text = std::get_if<std::string_view>(&answer.body)) return std::string(*text);
  return {};
}

inline std::string field(const http::Response& answer, std::string_view name) {
  for (const auto& [known, value] : answer.fields) {
    if (known == name) return value;
  }
  return {};
}

inline int status(const http::Response& answer) { return static_cast<int>(answer.status); }

inline bool holds(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

inline std::size_t times(const std::string& text, std::string_view part) {
  std::size_t count = 0;
  for (auto place = text.find(part); place != text.npos; place = text.find(part, place + part.size())) ++count;
  return count;
}

/// What stands between the quotes after `"name":`.
inline std::string member(const std::string& json, const std::string& name) {
  auto place = json.find("\"" + name + "\":\"");
  if (place == json.npos) return {};
  auto begin = place + name.size() + 4;
  return json.substr(begin, json.find('"', begin) - begin);
}

}  // namespace mtm::sandbox
