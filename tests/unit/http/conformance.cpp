// Raw requests against RFC 9110 and 9112: what must be refused, with which status, and what must be understood.
#include <catch2/catch.hpp>

#include <initializer_list>

#include "served.hpp"

using namespace mtm::http;

namespace {

const std::string kHost = "Host: a\r\n";

struct Refused {
  std::string what, request;
  int status;
};

void check_refused(std::initializer_list<Refused> cases) {
  Served served;
  for (const auto& [what, request, status] : cases) {
    INFO(what);
    Client client(served.port());
    client.send(request);
    auto answer = client.answer();
    CHECK(answer.status == status);
    CHECK(answer.field("Connection") == "close");
    CHECK(answer.field("Date") != "");
    CHECK(answer.field("Content-Type") == "application/problem+json");
    CHECK(client.rest() == "");
  }
  CHECK(served.echo.asked == 0);
}

struct Understood {
  std::string what, request, body;
};

/// Each once in one piece and once byte by byte.
void check_understood(std::initializer_list<Understood> cases) {
  Served served;
  for (const auto& [what, request, body] : cases) {
    for (auto piece : {request.size(), std::size_t(1)}) {
      INFO(what << ", in pieces of " << piece);
      Client client(served.port());
      for (std::size_t at = 0; at < request.size(); at += piece)
        client.send(std::string_view(request).substr(at, piece));
      auto answer = client.answer();
      CHECK(answer.status == 200);
      CHECK(answer.body == body);
      client.send("GET /next HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      CHECK(client.answer().body == "GET /next? ");
      CHECK(client.rest() == "");
    }
  }
}

std::string get(const std::string& fields, const std::string& target = "/") {
  return "GET " + target + " HTTP/1.1\r\n" + kHost + fields + "\r\n";
}

std::string post(const std::string& fields, const std::string& body) {
  return "POST / HTTP/1.1\r\n" + kHost + fields + "\r\n" + body;
}

std::string chunked(const std::string& body) { return post("Transfer-Encoding: chunked\r\n", body); }

}  // namespace

TEST_CASE("a request line that is not one is refused") {
  check_refused({
      {"an HTTP/0.9 request", "GET /\r\n", 400},
      {"two spaces before the target", "GET  / HTTP/1.1\r\n" + kHost + "\r\n", 400},
      {"two spaces before the version", "GET /  HTTP/1.1\r\n" + kHost + "\r\n", 400},
      {"a space at the end", "GET / HTTP/1.1 \r\n" + kHost + "\r\n", 400},
      {"a space at the beginning", " GET / HTTP/1.1\r\n" + kHost + "\r\n", 400},
      {"tabs for spaces", "GET\t/\tHTTP/1.1\r\n" + kHost + "\r\n", 400},
      {"no target", "GET HTTP/1.1\r\n" + kHost + "\r\n", 400},
      {"no version", "GET / \r\n\r\n", 400},
      {"no version, and fields", "GET / \r\n" + kHost + "\r\n", 400},
      {"a method that is no token", "G@T / HTTP/1.1\r\n" + kHost + "\r\n", 400},
      {"a method with a colon", "GET: / HTTP/1.1\r\n" + kHost + "\r\n", 400},
      {"a third empty line before it", "\r\n\r\n\r\nGET / HTTP/1.1\r\n" + kHost + "\r\n", 400},
      {"a bare LF before it", "\nGET / HTTP/1.1\r\n" + kHost + "\r\n", 400},
      {"a TLS greeting", std::string("\x16\x03\x01\x02\x00\x01\x00", 7), 400},
      {"binary garbage", std::string("\x00\xff\xfe\x01", 4), 400},
  });
}

TEST_CASE("a version that is not spoken here is refused") {
  check_refused({
      {"HTTP/2.0", "GET / HTTP/2.0\r\n" + kHost + "\r\n", 505},
      {"the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"HTTP/0.9 in words", "GET / HTTP/0.9\r\n" + kHost + "\r\n", 505},
      {"HTTP/1.2", "GET / HTTP/1.2\r\n" + kHost + "\r\n", 505},
      {"HTTP/3.0", "GET / HTTP/3.0\r\n" + kHost + "\r\n", 505},
      {"HTTP/1.10", "GET / HTTP/1.10\r\n" + kHost + "\r\n", 400},
      {"HTTP/01.1", "GET / HTTP/01.1\r\n" + kHost + "\r\n", 400},
      {"http/1.1", "GET / http/1.1\r\n" + kHost + "\r\n", 400},
      {"HTTP/1,1", "GET / HTTP/1,1\r\n" + kHost + "\r\n", 400},
      {"HTTP/1", "GET / HTTP/1\r\n" + kHost + "\r\n", 400},
      {"HTTP/+1.1", "GET / HTTP/+1.1\r\n" + kHost + "\r\n", 400},
      {"HTTPS/1.1", "GET / HTTPS/1.1\r\n" + kHost + "\r\n", 400},
  });
}

TEST_CASE("a method that nobody answers is not implemented") {
  const std::string long_word(5000, 'A');
  check_refused({
      {"unknown", "FROB / HTTP/1.1\r\n" + kHost + "\r\n", 501},
      {"in lower case", "get / HTTP/1.1\r\n" + kHost + "\r\n", 501},
      {"TRACE", "TRACE / HTTP/1.1\r\n" + kHost + "\r\n", 501},
      {"CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", 501},
      {"very long", long_word + " / HTTP/1.1\r\n" + kHost + "\r\n", 501},
  });
}

TEST_CASE("a target must be a path, a URL, or * for OPTIONS") {
  check_refused({
      {"relative", get("", "index.html"), 400},
      {"a query alone", get("", "?q=1"), 400},
      {"* for GET", get("", "*"), 400},
      {"an authority", get("", "a:80"), 400},
      {"another scheme", get("", "ftp://a/"), 400},
      {"no host in the URL", get("", "http:///x"), 400},
      {"a user in the URL", get("", "http://me:you@a/"), 400},
      {"a fragment", get("", "/a#b"), 400},
      {"a space", get("", "/a b"), 400},
      {"a quote", get("", "/a\"b"), 400},
      {"angle brackets", get("", "/<script>"), 400},
      {"a backslash", get("", "/a\\b"), 400},
      {"a raw zero byte", get("", std::string("/a\0b", 4)), 400},
      {"a raw tab", get("", "/a\tb"), 400},
      {"DEL", get("", "/a\x7f"), 400},
      {"raw UTF-8", get("", "/caf\xc3\xa9"), 400},
      {"too long", get("", "/" + std::string(20000, 'a')), 414},
      {"too long for the buffer", get("", "/" + std::string(100000, 'a')), 414},
  });
}

TEST_CASE("HTTP/1.1 needs exactly one valid Host") {
  auto with = [](const std::string& fields) { return "GET / HTTP/1.1\r\n" + fields + "\r\n"; };
  check_refused({
      {"none", with(""), 400},
      {"none but another field", with("Accept: */*\r\n"), 400},
      {"two", with("Host: a\r\nHost: b\r\n"), 400},
      {"two that agree", with("Host: a\r\nHost: a\r\n"), 400},
      {"two in different case", with("Host: a\r\nhOST: a\r\n"), 400},
      {"an empty one", with("Host:\r\n"), 400},
      {"only spaces", with("Host:   \r\n"), 400},
      {"a space inside", with("Host: a b\r\n"), 400},
      {"a list", with("Host: a, b\r\n"), 400},
      {"a list without space", with("Host: a,b\r\n"), 400},
      {"a user", with("Host: me@a\r\n"), 400},
      {"a path", with("Host: a/b\r\n"), 400},
      {"a URL", with("Host: http://a\r\n"), 400},
      {"a query", with("Host: a?b\r\n"), 400},
      {"a port of letters", with("Host: a:http\r\n"), 400},
      {"a port that is too large", with("Host: a:65536\r\n"), 400},
      {"two ports", with("Host: a:1:2\r\n"), 400},
      {"a negative port", with("Host: a:-1\r\n"), 400},
      {"only a port", with("Host: :80\r\n"), 400},
      {"an open bracket", with("Host: [::1\r\n"), 400},
      {"no address in the brackets", with("Host: [zz]\r\n"), 400},
      {"text behind the brackets", with("Host: [::1]x\r\n"), 400},
      {"IPv6 without brackets", with("Host: ::1\r\n"), 400},
      {"raw UTF-8", with("Host: caf\xc3\xa9\r\n"), 400},
      {"a broken one in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a b\r\n\r\n", 400},
      {"two in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", 400},
      {"none beside a whole URL", "GET http://a/ HTTP/1.1\r\n\r\n", 400},
  });
}

TEST_CASE("a line of the header section that is no field is refused") {
  check_refused({
      {"no colon", get("Accept\r\n"), 400},
      {"a space before the colon", get("Accept : */*\r\n"), 400},
      {"a tab before the colon", get("Accept\t: */*\r\n"), 400},
      {"no name", get(": value\r\n"), 400},
      {"a name with a space", get("My Field: 1\r\n"), 400},
      {"a name with a bracket", get("X[1]: 1\r\n"), 400},
      {"a name with UTF-8", get("X\xc3\xa9: 1\r\n"), 400},
      {"a zero byte in the value", get(std::string("X: a\0b\r\n", 8)), 400},
      {"a zero byte in the name", get(std::string("X\0: b\r\n", 7)), 400},
      {"a bare CR in the value", get("X: a\rb\r\n"), 400},
      {"a bare LF at the end", get("X: a\nY: b\r\n"), 400},
      {"only bare LFs", "GET / HTTP/1.1\nHost: a\n\n", 400},
      {"a bare LF for the empty line", "GET / HTTP/1.1\r\nHost: a\r\n\n", 400},
      {"two CRs before the LF", get("X: a\r\r\n"), 400},
      {"a vertical tab", get("X: a\vb\r\n"), 400},
      {"DEL", get("X: a\x7f\r\n"), 400},
      {"a folded field", get("X: a\r\n b\r\n"), 400},
      {"a field folded with a tab", get("X: a\r\n\tb\r\n"), 400},
      {"a fold of nothing", get("X: a\r\n \r\n"), 400},
      {"a space before the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400},
      {"two Authorizations", get("Authorization: Bearer a\r\nAuthorization: Bearer b\r\n"), 400},
      {"two Content-Types", get("Content-Type: a/b\r\nContent-Type: a/b\r\n"), 400},
      {"too many fields", get([] {
         std::string fields;
         for (int i = 0; i < 1000; ++i) fields += "X: y\r\n";
         return fields;
       }()),
       431},
      {"a field larger than the buffer", get("X: " + std::string(40000, 'a') + "\r\n"), 431},
      {"a field without end", "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(100000, 'a'), 431},
      {"a name without end", "GET / HTTP/1.1\r\nHost: a\r\n" + std::string(100000, 'a'), 431},
  });
}

TEST_CASE("a length that two readers could read differently is refused") {
  auto length = [](const std::string& value) { return post("Content-Length: " + value + "\r\n", "hello"); };
  check_refused({
      {"a plus", length("+5"), 400},
      {"a minus", length("-5"), 400},
      {"hexadecimal", length("0x5"), 400},
      {"letters", length("five"), 400},
      {"a fraction", length("5.0"), 400},
      {"empty", length(""), 400},
      {"a list", length("5, 5"), 400},
      {"a list without space", length("5,5"), 400},
      {"a list that differs", length("5, 6"), 400},
      {"a list with an empty end", length("5,"), 400},
      {"two numbers", length("5 5"), 400},
      {"a semicolon", length("5;"), 400},
      {"two fields that agree", length("5\r\nContent-Length: 5"), 400},
      {"two fields that differ", length("5\r\nContent-Length: 6"), 400},
      {"a space before the colon", post("Content-Length : 5\r\n", "hello"), 400},
      {"beyond 64 bits", length("99999999999999999999999"), 400},
      {"just beyond 64 bits", length("18446744073709551621"), 400},
      {"too large", length("1048577"), 413},
      {"much too large", length("1000000000000"), 413},
      {"beside a transfer coding", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
      {"behind a transfer coding", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"), 400},
      {"beside an unknown transfer coding", post("Content-Length: 5\r\nTransfer-Encoding: x\r\n", "hello"), 400},
      {"zero beside a transfer coding", post("Content-Length: 0\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
  });
}

TEST_CASE("a transfer coding other than chunked alone is refused") {
  auto coding = [](const std::string& value) { return post("Transfer-Encoding: " + value + "\r\n", "0\r\n\r\n"); };
  check_refused({
      {"gzip", coding("gzip"), 400},
      {"identity", coding("identity"), 400},
      {"xchunked", coding("xchunked"), 400},
      {"nothing", coding(""), 400},
      {"chunked first", coding("chunked, gzip"), 400},
      {"chunked, then identity", coding("chunked, identity"), 400},
      {"chunked twice", coding("chunked, chunked"), 400},
      {"chunked in two fields", coding("chunked\r\nTransfer-Encoding: chunked"), 400},
      {"two fields", coding("gzip\r\nTransfer-Encoding: chunked"), 400},
      {"an empty end", coding("chunked,"), 400},
      {"an empty beginning", coding(", chunked"), 400},
      {"quotes", coding("\"chunked\""), 400},
      {"a parameter", coding("chunked;q=1"), 400},
      {"a vertical tab", coding("\vchunked"), 400},
      {"a space before the colon", post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"), 400},
      {"gzip under chunks", coding("gzip, chunked"), 501},
      {"an unknown one under chunks", coding("xyz, chunked"), 501},
      {"in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
  });
}

TEST_CASE("a body in faulty chunks is refused") {
  check_refused({
      {"no size", chunked("\r\nhello\r\n0\r\n\r\n"), 400},
      {"a size of letters", chunked("xyz\r\nhello\r\n0\r\n\r\n"), 400},
      {"0x", chunked("0x5\r\nhello\r\n0\r\n\r\n"), 400},
      {"a minus", chunked("-5\r\nhello\r\n0\r\n\r\n"), 400},
      {"a plus", chunked("+5\r\nhello\r\n0\r\n\r\n"), 400},
      {"a space before it", chunked(" 5\r\nhello\r\n0\r\n\r\n"), 400},
      {"letters behind it", chunked("5g\r\nhello\r\n0\r\n\r\n"), 400},
      {"beyond 64 bits", chunked("10000000000000005\r\nhello\r\n0\r\n\r\n"), 400},
      {"a chunk that is longer than said", chunked("3\r\nhello\r\n0\r\n\r\n"), 400},
      {"a chunk that is shorter than said", chunked("7\r\nhello\r\n0\r\n\r\n"), 400},
      {"a bare LF behind the size", chunked("5\nhello\r\n0\r\n\r\n"), 400},
      {"a bare LF behind the data", chunked("5\r\nhello\n0\r\n\r\n"), 400},
      {"a bare CR behind the size", chunked("5\rXhello\r\n0\r\n\r\n"), 400},
      {"an extension with a bare LF", chunked("5;a\n=b\r\nhello\r\n0\r\n\r\n"), 400},
      {"an extension with a zero byte", chunked(std::string("5;a\0\r\nhello\r\n0\r\n\r\n", 18)), 400},
      {"a quoted string without end", chunked("5;a=\"b\r\nhello\r\n0\r\n\r\n"), 400},
      {"a quoted string without end behind the last chunk", chunked("5\r\nhello\r\n0;a=\"b\r\n\r\n"), 400},
      {"a quoted string over two lines", chunked("5;a=\"b\r\nc\"\r\nhello\r\n0\r\n\r\n"), 400},
      {"a quoted string with a bare LF", chunked("5;a=\"b\nc\"\r\nhello\r\n0\r\n\r\n"), 400},
      {"a bare LF behind the trailers", chunked("0\r\nX: y\r\n\n"), 400},
      {"a bare CR in the trailers", chunked("0\r\nX: y\rz"), 400},
      {"a trailer without colon", chunked("0\r\nnonsense\r\n\r\n"), 400},
      {"a trailer with a space before the colon", chunked("0\r\nX : y\r\n\r\n"), 400},
      {"a folded trailer", chunked("0\r\nX: y\r\n z\r\n\r\n"), 400},
      {"a trailer folded from nothing", chunked("0\r\nX:\r\n z\r\n\r\n"), 400},
      {"a trailer with a zero byte", chunked(std::string("0\r\nX: \0\r\n\r\n", 11)), 400},
      {"a length as a trailer", chunked("0\r\nContent-Length: 5\r\n\r\n"), 400},
      {"a coding as a trailer", chunked("0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400},
      {"one chunk that is too large", chunked("100001\r\n"), 413},
      {"chunks that are too large together", chunked("80000\r\n" + std::string(0x80000, 'a') + "\r\n80001\r\n"), 413},
      {"an extension without end", chunked("5;" + std::string(1 << 20, 'a')), 431},
      {"a trailer without end", chunked("0\r\nX: " + std::string(1 << 20, 'a')), 431},
      {"trailers without end", chunked([] {
         std::string trailers = "0\r\n";
         for (int i = 0; i < 20000; ++i) trailers += "X: y\r\n";
         return trailers;
       }()),
       431},
  });
}

TEST_CASE("an expectation other than 100-continue fails") {
  check_refused({
      {"unknown", post("Expect: tea\r\nContent-Length: 5\r\n", "hello"), 417},
      {"a list", post("Expect: 100-continue, tea\r\nContent-Length: 5\r\n", "hello"), 417},
      {"too large a body", post("Expect: 100-continue\r\nContent-Length: 1048577\r\n", ""), 413},
  });
}

TEST_CASE("what is unusual but right is understood") {
  check_understood({
      {"a path with a query", get("", "/a/b?c=d&e"), "GET /a/b?c=d&e "},
      {"an empty query", get("", "/a?"), "GET /a? "},
      {"characters that browsers leave", get("", "/a|b^c[d]{e}`?f|g"), "GET /a|b^c[d]{e}`?f|g "},
      {"escapes", get("", "/%41%2F%20"), "GET /%41%2F%20? "},
      {"two slashes", get("", "//evil/x"), "GET //evil/x? "},
      {"8000 bytes of path", get("", "/" + std::string(8000, 'a')), "GET /" + std::string(8000, 'a') + "? "},
      {"one empty line before", "\r\n" + get(""), "GET /? "},
      {"two empty lines before", "\r\n\r\n" + get(""), "GET /? "},
      {"a whole URL", get("", "http://b:81/x?y"), "GET /x?y "},
      {"a whole URL in capitals", get("", "HTTP://B/x"), "GET /x? "},
      {"a whole URL without path", get("", "http://b"), "GET /? "},
      {"a whole URL with a query alone", get("", "http://b?q=1"), "GET /?q=1 "},
      {"the URL's host wins", get("", "http://b:81/host"), "b:81"},
      {"a host with a port", "GET /host HTTP/1.1\r\nHost: a:80\r\n\r\n", "a:80"},
      {"a host with an empty port", "GET /host HTTP/1.1\r\nHost: a:\r\n\r\n", "a:"},
      {"an IPv6 host", "GET /host HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", "[::1]:80"},
      {"no space behind the colon", "GET /host HTTP/1.1\r\nHost:a\r\n\r\n", "a"},
      {"spaces around the value", "GET /host HTTP/1.1\r\nHost: \t a \t \r\n\r\n", "a"},
      {"an empty field", get("X:\r\n"), "GET /? "},
      {"UTF-8 in a field", get("X: caf\xc3\xa9\r\n"), "GET /? "},
      {"a tab in a field", get("X: a\tb\r\n"), "GET /? "},
      {"a hundred fields",
       get(
           [] {
             std::string fields;
             for (int i = 0; i < 100; ++i) fields += "X-" + std::to_string(i) + ": y\r\n";
             return fields;
           }(),
           "/fields"),
       "101"},
      {"30 KB of fields", get("X: " + std::string(30000, 'a') + "\r\n"), "GET /? "},
      {"a request for another protocol",
       get("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n"), "GET /? "},
      {"an empty body", post("Content-Length: 0\r\n", ""), "POST /? "},
      {"a body", post("Content-Length: 5\r\n", "hello"), "POST /? hello"},
      {"a length with zeros before", post("Content-Length: 005\r\n", "hello"), "POST /? hello"},
      {"no length at all", post("", ""), "POST /? "},
      {"a GET with a body", get("Content-Length: 5\r\n") + "hello", "GET /? hello"},
      {"a body like a request", post("Content-Length: 18\r\n", "GET / HTTP/1.1\r\n\r\n"),
       "POST /? GET / HTTP/1.1\r\n\r\n"},
      {"chunks", chunked("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"), "POST /? hello world"},
      {"chunked in capitals", post("Transfer-Encoding: CHUNKED\r\n", "5\r\nhello\r\n0\r\n\r\n"), "POST /? hello"},
      {"no chunk", chunked("0\r\n\r\n"), "POST /? "},
      {"sizes in capitals and with zeros", chunked("000A\r\n0123456789\r\n000\r\n\r\n"), "POST /? 0123456789"},
      {"line ends in a chunk", chunked("4\r\n\r\n\r\n\r\n0\r\n\r\n"), "POST /? \r\n\r\n"},
      {"chunk extensions", chunked("5;a=b;c=\"d e\"\r\nhello\r\n0;z\r\n\r\n"), "POST /? hello"},
      {"trailers", chunked("5\r\nhello\r\n0\r\nX: y\r\nHost: z\r\n\r\n"), "POST /? hello"},
      {"trailers never join the fields",
       "POST /fields HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n\r\n", "2"},
      {"a method with an unknown field", "DELETE / HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n", "DELETE /? "},
  });
}

TEST_CASE("a large body arrives whole, whichever way it is framed") {
  Served served;
  std::string body(1024 * 1024, '\0');
  for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>('a' + i % 23);
  Client client(served.port());
  client.send(post("Content-Length: " + std::to_string(body.size()) + "\r\n", body));
  CHECK(client.answer().body == "POST /? " + body);
  std::string chunks;
  for (std::size_t at = 0; at < body.size(); at += 1000) {
    auto piece = body.substr(at, 1000);
    char size[16];
    std::snprintf(size, sizeof size, "%zx\r\n", piece.size());
    chunks += size + piece + "\r\n";
  }
  client.send(chunked(chunks + "0\r\n\r\n"));
  CHECK(client.answer().body == "POST /? " + body);
}
