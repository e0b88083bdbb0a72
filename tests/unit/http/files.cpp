#include "http/files.hpp"

#include <zlib.h>
#include <catch2/catch.hpp>

#include "http/problem.hpp"

using namespace mtm;
using namespace mtm::http;

namespace {

const std::string kPage = "<main>" + std::string(1000, ' ');
const Embedded kFiles[] = {{"/pages/track.html", kPage},
                           {"/frame/page.html", "<link href=\"/styles/{{name}}.css\">{{origin}}{{head}}{{main}}"},
                           {"/frame/origin.html", "https://music.example"},
                           {"/styles/a.css", kPage},
                           {"/styles/track.css", "@font-face { src: url(/a.png) } b { src: url(/none.png) }"},
                           {"/tiny.js", "1"},
                           {"/a.png", kPage},
                           {"/unknown", "x"}};

/// Answers point into it.
const Files& all_files() {
  static const Files files{kFiles};
  return files;
}

struct Case {
  const Files& files = all_files();
  Request request;

  Case(std::string_view path, std::initializer_list<std::pair<std::string_view, std::string_view>> fields = {}) {
    request.path = path;
    request.fields = fields;
  }
  Response answer() const { return files.answer(request).value(); }
};

std::string field(const Response& response, std::string_view name) {
  for (const auto& [field, value] : response.fields) {
    if (field == name) return value;
  }
  return {};
}

std::string unzipped(std::string_view bytes) {
  std::string out(10000, '\0');
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  inflate(&stream, Z_FINISH);
  inflateEnd(&stream);
  out.resize(stream.total_out);
  return out;
}

}  // namespace

TEST_CASE("a file is answered by its path with the type of its ending") {
  CHECK(std::get<std::string_view>(Case("/styles/a.css").answer().body) == kPage);
  CHECK(Case("/styles/a.css").answer().content_type == "text/css; charset=utf-8");
  CHECK(Case("/pages/track.html").answer().content_type == "text/html; charset=utf-8");
  CHECK(Case("/a.png").answer().content_type == "image/png");
  CHECK(Case("/unknown").answer().content_type == "application/octet-stream");
  CHECK(Case("/pages/track.html").answer().audience == Audience::page);
  CHECK(Case("/styles/a.css").answer().audience == Audience::asset);
  CHECK(field(Case("/styles/a.css").answer(), "Cache-Control") == "no-cache");
}

TEST_CASE("what is no file, or no GET, is left to others") {
  Case nothing("/styles/b.css"), post("/styles/a.css");
  post.request.method = Method::post;
  CHECK_FALSE(nothing.files.answer(nothing.request));
  CHECK_FALSE(nothing.files.has(nothing.request.path));
  CHECK_FALSE(post.files.answer(post.request));
  CHECK(post.files.has(post.request.path));
}

TEST_CASE("a page is answered at another path") {
  Case asked("/tracks/7");
  auto page = asked.files.page(asked.request, "/pages/track.html");
  CHECK_THAT(std::string(std::get<std::string_view>(page.body)), Catch::EndsWith("https://music.example" + kPage));
  CHECK_THROWS_AS(asked.files.page(asked.request, "/pages/none.html"), std::logic_error);
}

TEST_CASE("a file goes out as gzip to who takes it, when that is smaller") {
  for (const char* accepts : {"gzip", "deflate, GZIP", "br;q=1.0, gzip;q=0.5", "gzip; q=0.001"}) {
    INFO(accepts);
    auto response = Case("/styles/a.css", {{"Accept-Encoding", accepts}}).answer();
    CHECK(field(response, "Content-Encoding") == "gzip");
    CHECK(field(response, "Vary") == "Accept-Encoding");
    CHECK(unzipped(std::get<std::string_view>(response.body)) == kPage);
  }
  for (const char* accepts : {"", "br", "gzip;q=0", "gzip;q=0.000", "x-gzip2"}) {
    INFO(accepts);
    auto response = Case("/styles/a.css", {{"Accept-Encoding", accepts}}).answer();
    CHECK(field(response, "Content-Encoding") == "");
    CHECK(field(response, "Vary") == "Accept-Encoding");
  }
  CHECK(field(Case("/tiny.js", {{"Accept-Encoding", "gzip"}}).answer(), "Content-Encoding") == "");
  CHECK(field(Case("/a.png", {{"Accept-Encoding", "gzip"}}).answer(), "Content-Encoding") == "");
}

TEST_CASE("a client that has the file already is told so") {
  auto etag = field(Case("/styles/a.css").answer(), "ETag");
  CHECK(etag.size() > 10);
  for (const auto& known : {etag, "W/" + etag, "\"other\", " + etag, std::string("*")}) {
    INFO(known);
    auto response = Case("/styles/a.css", {{"If-None-Match", known}}).answer();
    CHECK(response.status == Status::not_modified);
    CHECK(field(response, "ETag") == etag);
    CHECK(field(response, "Vary") == "Accept-Encoding");
  }
  CHECK(Case("/styles/a.css", {{"If-None-Match", "\"other\""}}).answer().status == Status::ok);
}

TEST_CASE("a client that wants one version of a file only gets no other") {
  auto etag = field(Case("/styles/a.css").answer(), "ETag");
  auto status = [](std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
    try {
      return Case("/styles/a.css", fields).answer().status;
    } catch (const Problem& problem) {
      return problem.status;
    }
  };
  auto weak = "W/" + etag, among_others = "\"other\", " + etag;
  CHECK(status({{"If-Match", etag}}) == Status::ok);
  CHECK(status({{"If-Match", among_others}}) == Status::ok);
  CHECK(status({{"If-Match", "\"other\""}, {"if-match", etag}}) == Status::ok);  // two fields are one list
  CHECK(status({{"If-Match", "*"}}) == Status::ok);
  CHECK(status({{"If-Match", "\"other\""}}) == Status::precondition_failed);
  CHECK(status({{"If-Match", weak}}) == Status::precondition_failed);
  CHECK(status({{"If-Match", ""}}) == Status::precondition_failed);
  CHECK(status({{"If-Match", etag}, {"Accept-Encoding", "gzip"}}) ==
        Status::precondition_failed);  // another form of it

  // In the order of RFC 9110 section 13.2.2: If-Match, then If-None-Match; a file has no date to compare.
  CHECK(status({{"If-None-Match", etag}, {"If-Match", "\"other\""}}) == Status::precondition_failed);
  CHECK(status({{"If-None-Match", etag}, {"If-Match", etag}}) == Status::not_modified);
  CHECK(status({{"If-None-Match", "\"other\""}, {"If-None-Match", etag}}) == Status::not_modified);
  constexpr std::string_view before = "Thu, 01 Jan 1970 00:00:00 GMT", after = "Fri, 01 Jan 2100 00:00:00 GMT";
  CHECK(status({{"If-Unmodified-Since", before}}) == Status::ok);
  CHECK(status({{"If-Modified-Since", after}}) == Status::ok);
  CHECK(status({{"If-Match", etag}, {"If-Unmodified-Since", before}}) == Status::ok);
  CHECK(status({{"If-None-Match", "\"other\""}, {"If-Modified-Since", after}}) == Status::ok);
}

TEST_CASE("the two forms of a file have different tags, and other files others") {
  auto plain = field(Case("/styles/a.css").answer(), "ETag");
  auto zipped = field(Case("/styles/a.css", {{"Accept-Encoding", "gzip"}}).answer(), "ETag");
  CHECK(plain != zipped);
  CHECK(plain != field(Case("/tiny.js").answer(), "ETag"));
  CHECK(Case("/styles/a.css", {{"Accept-Encoding", "gzip"}, {"If-None-Match", plain}}).answer().status == Status::ok);
  CHECK(Case("/styles/a.css", {{"Accept-Encoding", "gzip"}, {"If-None-Match", zipped}}).answer().status ==
        Status::not_modified);
}

TEST_CASE("pages and style sheets name files by an address with a hash, which browsers keep") {
  auto text = [](std::string_view path) { return std::string(std::get<std::string_view>(Case(path).answer().body)); };
  auto page = text("/pages/track.html");
  auto begin = page.find("/styles/track."), end = page.find('"', begin);
  REQUIRE(end != page.npos);
  auto address = page.substr(begin, end - begin);
  CHECK(address.size() == std::string_view("/styles/track.0123456789abcdef.css").size());
  CHECK(field(Case(address).answer(), "Cache-Control") == "public, max-age=31536000, immutable");
  CHECK(text(address) == text("/styles/track.css"));
  CHECK(all_files().has(address));

  auto style = text(address);
  auto picture = style.substr(style.find("/a."), std::string_view("/a.0123456789abcdef.png").size());
  CHECK(text(picture) == kPage);
  CHECK_THAT(style, Catch::Contains("url(/none.png)"));
}

TEST_CASE("an address with the hash of another version gets today's file, which is not kept") {
  auto old = Case("/styles/track.0123456789abcdef.css").answer();
  CHECK(std::get<std::string_view>(old.body) == std::get<std::string_view>(Case("/styles/track.css").answer().body));
  CHECK(field(old, "Cache-Control") == "no-cache");
  CHECK_FALSE(all_files().has("/styles/none.0123456789abcdef.css"));
  CHECK_FALSE(all_files().has("/pages/track.0123456789abcdef.html"));
  CHECK_FALSE(all_files().has("/frame/page.html"));
}
