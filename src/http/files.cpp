#include "http/files.hpp"

#include <zlib.h>

#include <stdexcept>

#include "core/crypto.hpp"
#include "http/problem.hpp"
#include "http/syntax.hpp"

namespace mtm::http {
namespace {

struct Kind {
  std::string_view ending, content_type;
  bool shrinks;  // the others are compressed already
};

constexpr Kind kKinds[] = {
    {".html", "text/html; charset=utf-8", true},
    {".css", "text/css; charset=utf-8", true},
    {".js", "text/javascript; charset=utf-8", true},
    {".json", "application/json", true},
    {".webmanifest", "application/manifest+json", true},
    {".svg", "image/svg+xml", true},
    {".txt", "text/plain; charset=utf-8", true},
    {".png", "image/png", false},
    {".ico", "image/x-icon", true},
    {".woff2", "font/woff2", false},
};

Kind kind_of(std::string_view path) {
  for (const auto& kind : kKinds) {
    if (path.size() > kind.ending.size() && path.substr(path.size() - kind.ending.size()) == kind.ending) return kind;
  }
  return {"", "application/octet-stream", false};
}

std::string gzip(std::string_view bytes) {
  z_stream stream{};
  constexpr int kGzip = 15 + 16, kMemory = 9;
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzip, kMemory, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  auto result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) throw std::runtime_error("an embedded file can't be compressed");
  return out;
}

/// True when a list such as "br, gzip;q=0.8" names the coding with a weight above zero (RFC 9110 section 12.5.3).
bool takes_gzip(const Request& request) {
  for (auto element : request.list("Accept-Encoding")) {
    auto semicolon = element.find(';');
    if (!same_word(trim(element.substr(0, semicolon)), "gzip")) continue;
    if (semicolon == element.npos) return true;
    auto weight = trim(element.substr(semicolon + 1));
    return weight.find_first_of("123456789") != weight.npos;
  }
  return false;
}

bool names(const Request& request, std::string_view field, std::string_view etag) {
  for (auto tag : request.list(field)) {
    if (tag == "*" || tag == etag) return true;
  }
  return false;
}

/// A weak tag is none that If-Match could name (RFC 9110 section 13.1.1).
bool wants_another(const Request& request, std::string_view etag) {
  return request.field("If-Match") && !names(request, "If-Match", etag);
}

/// If-None-Match compares weakly: W/ before a tag does not matter (RFC 9110 section 13.1.2).
bool has_it_already(const Request& request, std::string_view etag) {
  return names(request, "If-None-Match", etag) || names(request, "If-None-Match", "W/" + std::string(etag));
}

}  // namespace

Files::Files(std::span<const Embedded> files) {
  for (const auto& file : files) {
    auto kind = kind_of(file.path);
    Stored stored{file.bytes, kind.content_type, {}, {}, kind.ending == ".html" ? Audience::page : Audience::asset};
    stored.tag = hex(sha256(file.bytes)).substr(0, 32);  // 128 bits of it tell any two versions apart
    if (kind.shrinks) stored.gzip = gzip(file.bytes);
    if (stored.gzip.size() >= file.bytes.size()) stored.gzip.clear();
    stored_.emplace(file.path, std::move(stored));
  }
}

std::optional<Response> Files::answer(const Request& request) const {
  if (request.method != Method::get && request.method != Method::head) return std::nullopt;
  auto found = stored_.find(request.path);
  if (found == stored_.end()) return std::nullopt;
  return answer(request, found->second);
}

Response Files::page(const Request& request, std::string_view path) const {
  auto found = stored_.find(path);
  if (found == stored_.end()) throw std::logic_error("no such page is embedded: " + std::string(path));
  return answer(request, found->second);
}

Response Files::answer(const Request& request, const Stored& stored) const {
  bool zipped = !stored.gzip.empty() && takes_gzip(request);
  // The two forms are different bytes, so a strong tag must tell them apart.
  auto etag = '"' + stored.tag + (zipped ? "-gzip\"" : "\"");

  // In this order (RFC 9110 section 13.2.2). No date is known of a file, so conditions on dates do not count.
  if (wants_another(request, etag))
    throw Problem(Status::precondition_failed, "This file has another version than the one that If-Match names.");
  Response response;
  response.audience = stored.audience;
  response.content_type = stored.content_type;
  if (has_it_already(request, etag)) {
    response.status = Status::not_modified;
  } else if (zipped) {
    response.body = std::string_view(stored.gzip);
    response.with("Content-Encoding", "gzip");
  } else {
    response.body = stored.bytes;
  }
  response.with("ETag", std::move(etag));
  response.with("Cache-Control", "no-cache");  // kept, but asked after each time: a deploy shows at once
  if (!stored.gzip.empty()) response.with("Vary", "Accept-Encoding");
  return response;
}

}  // namespace mtm::http
