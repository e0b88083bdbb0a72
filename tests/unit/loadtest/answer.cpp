#include "loadtest/answer.hpp"

#include <catch2/catch.hpp>

using namespace mtm::loadtest;

namespace {

Answer only_answer(std::string text) {
  auto answer = take_answer(text);
  REQUIRE(answer);
  REQUIRE(text.empty());
  return *answer;
}

}  // namespace

TEST_CASE("an answer with a length is read to its last byte and no further") {
  std::string arrived =
      "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\ncontent-length:  4 \r\n\r\n{\"a\"HTTP/1.1 200";
  auto answer = take_answer(arrived);
  REQUIRE(answer);
  REQUIRE(answer->status == 201);
  REQUIRE(answer->body == "{\"a\"");
  REQUIRE_FALSE(answer->last);
  REQUIRE(arrived == "HTTP/1.1 200");
}

TEST_CASE("chunks are joined, extensions and trailers passed over") {
  auto answer = only_answer(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: "
      "1\r\n\r\n");
  REQUIRE(answer.body == "abc0123456789");
}

TEST_CASE("an answer is taken only when all of it has arrived, cut wherever it may be") {
  for (std::string whole : {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc",
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"}) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
      auto part = whole.substr(0, size);
      INFO(part);
      REQUIRE_FALSE(take_answer(part));
    }
    REQUIRE(only_answer(whole).body == "abc");
  }
}

TEST_CASE("interim answers are passed over") {
  auto answer = only_answer(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 404 Not "
      "Found\r\nContent-Length: 0\r\n\r\n");
  REQUIRE(answer.status == 404);
}

TEST_CASE("an answer without content needs no length") {
  REQUIRE(only_answer("HTTP/1.1 204 No Content\r\n\r\n").status == 204);
}

TEST_CASE("the last answer of a connection says so") {
  REQUIRE(only_answer("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n").last);
}

TEST_CASE("what is no HTTP, or has no length, is refused") {
  for (std::string text : {"SSH-2.0-OpenSSH\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\nabc",
                           "HTTP/1.1 200 OK\r\nContent-Length: 3x\r\n\r\nabc",
                           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n"}) {
    INFO(text);
    REQUIRE_THROWS_AS(take_answer(text), HttpError);
  }
}
