// One client's connection: reads a request, has it answered, writes the answer, and begins again.
#pragma once
#include <memory>
#include <string>

#include "http/problem.hpp"
#include "http/request_reader.hpp"
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
  void admit();
  Task<Response> answer();
  Response refuse(const Problem& problem);
  std::string_view body_to_send(const Response& response) const;
  void append_head_of(const Response& response, std::string& out) const;
  bool write(const Response& response);
  Task<> let_write_itself(Response& response);
  void report(const Response& response, std::size_t bytes) const;

  std::shared_ptr<Site> site_;
  Wire wire_;
  RequestReader reader_;
  Request& request_;
  std::string client_, id_;
  std::uint32_t requests_ = 0;
  bool keep_alive_ = true;
  Clock::time_point started_;
};

}  // namespace mtm::http
