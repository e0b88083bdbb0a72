// One client's connection: reads a request, has it answered, writes the answer, and begins again.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "http/head.hpp"
#include "http/problem.hpp"
#include "http/request_parser.hpp"
#include "http/site.hpp"
#include "http/wire.hpp"

namespace mtm::http {

class Session {
 public:
  Session(std::shared_ptr<Site> site, Socket socket, std::string client);
  ~Session();
  Session(const Session&) = delete;

  /// Owns the session until the connection has ended. No exception leaves it.
  static Task<> run(std::unique_ptr<Session> session);

 private:
  Task<> converse();
  void begin_request();
  bool keep_receiving(std::size_t bytes, const Error& error);
  Response refuse(const Problem& problem);
  void read_head();
  bool take_whole_body();
  Task<> receive_body();
  void keep_head();
  Task<Response> answer();
  std::string_view body_to_send(const Response& response) const;
  bool write(const Response& response);
  Task<> let_write_itself(Response& response);
  Task<> write_raw(const Raw& raw);
  void report(const Response& response, std::size_t bytes) const;

  std::shared_ptr<Site> site_;
  Wire wire_;
  std::string client_, id_;
  HeadScanner scanner_;
  Request request_;
  std::optional<RequestParser> parser_;
  std::string kept_head_;  // when the body comes later than the head
  std::size_t used_ = 0;   // bytes of input that the request stands in
  std::uint32_t requests_ = 0;
  bool keep_alive_ = true, has_begun_ = false;
  Clock::time_point started_;
};

}  // namespace mtm::http
