// A small HTTP/1.1 client of the tests' own. It does what a browser does when asked nicely (keep-alive, cookies) and
// what a browser never would when a test wants it: raw bytes, half a request, hanging up.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/socket.hpp"

namespace mtm::test {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Reply {
  int status = 0;
  Fields fields;  // names in lower case
  std::string body;

  /// The first field of that name (in lower case), or "".
  std::string field(std::string_view name) const;
  /// The value at a JSON pointer (RFC 6901) of the body: text as it is, everything else as JSON. Throws when absent.
  std::string at(std::string_view pointer) const;
  /// The number of items of the array at a JSON pointer.
  std::size_t size_at(std::string_view pointer) const;
};

/// One client with one connection, which it opens when there is something to ask and again when the server closed it.
class HttpClient {
 public:
  /// `origin` is "http://127.0.0.1:PORT".
  explicit HttpClient(const std::string& origin);

  Reply get(const std::string& target, const Fields& fields = {});
  /// The body is JSON; Origin is sent as from a page of this server.
  Reply post(const std::string& target, const std::string& body = "", const Fields& fields = {});
  Reply send(const std::string& method, const std::string& target, const std::string& body = "",
             const Fields& fields = {});

  // The same in pieces.
  void ask(const std::string& method, const std::string& target, const std::string& body = "",
           const Fields& fields = {});
  void send_raw(std::string_view bytes);
  Reply read_reply(bool to_head = false);
  /// Status and fields only; the body stays to be read with read_body_piece().
  Reply read_head();
  void half_close();
  void hang_up();
  /// The server ends the connection within the limit, with nothing more to read.
  bool closed_by_server(TestClock::duration limit = kPatience);

  /// One chunk, or whatever has arrived of a body without length; nothing at its end.
  std::optional<std::string> read_body_piece(const Reply& head, TestClock::duration limit = kPatience);

  std::map<std::string, std::string> cookies;
  /// Sent with every request, such as Authorization.
  Fields always;
  std::string origin;  // "http://127.0.0.1:PORT"

 private:
  Socket& connection();
  std::string take_line();
  void fill();
  std::string read_body(const Reply& reply);
  void keep_cookie(const std::string& text);

  std::optional<Socket> socket_;
  std::string buffer_;  // arrived and not yet read
};

/// The part of an address after scheme and authority: "/a?b" of "http://127.0.0.1:1/a?b".
std::string target_of(const std::string& address);
std::string origin_of(const std::string& address);

}  // namespace mtm::test
