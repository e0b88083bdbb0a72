#include "http/files.hpp"

#include <zlib.h>

#include <stdexcept>

#include "core/crypto.hpp"
#include "http/framing.hpp"
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

/// A file's place among others: what a page or a style sheet names is stored before it.
int turn_of(std::string_view ending) {
  if (ending == ".html") return 2;
  return ending == ".css" || ending == ".webmanifest" ? 1 : 0;
}

constexpr std::size_t kHashLength = 16;

/// "/a/b.js" and "0123456789abcdef" as "/a/b.0123456789abcdef.js"
std::string with_hash(std::string_view path, std::string_view hash) {
  auto dot = path.rfind('.');
  std::string address(path.substr(0, dot));
  address += '.';
  address += hash;
  address += path.substr(dot);
  return address;
}

/// The way back; the path itself where it has no hash.
std::string without_hash(std::string_view path) {
  auto dot = path.rfind('.');
  if (dot == path.npos || dot < kHashLength + 1 || path[dot - kHashLength - 1] != '.') return std::string(path);
  std::string plain(path.substr(0, dot - kHashLength - 1));
  plain += path.substr(dot);
  return plain;
}

constexpr std::string_view kPages = "/pages/", kFrames = "/frame/", kHtml = ".html";

std::string_view name_of(std::string_view path, std::string_view folder) {
  path.remove_prefix(folder.size());
  path.remove_suffix(kHtml.size());
  return path;
}

/// The parts of the frame by their names.
using Parts = std::unordered_map<std::string_view, std::string_view>;

Parts parts_among(std::span<const Embedded> files) {
  Parts parts;
  for (const auto& file : files) {
    if (file.path.starts_with(kFrames)) parts.emplace(name_of(file.path, kFrames), file.bytes);
  }
  return parts;
}

std::string page_of(const Embedded& file, const Parts& parts) {
  auto part = [&](std::string_view name) {
    auto found = parts.find(name);
    if (found == parts.end()) throw std::logic_error("the frame of pages has no such part: " + std::string(name));
    return found->second;
  };
  return framed(part("page"), file.bytes, name_of(file.path, kPages), part);
}

}  // namespace

Files::Files(std::span<const Embedded> files) {
  auto parts = parts_among(files);
  auto address = [this](std::string_view path) -> std::string_view {
    auto found = stored_.find(path);
    return found == stored_.end() ? std::string_view() : found->second.address;
  };
  for (int turn = 0; turn <= 2; ++turn) {
    for (const auto& file : files) {
      if (file.path.starts_with(kFrames) || turn_of(kind_of(file.path).ending) != turn) continue;
      if (turn == 0)
        store(file, {});
      else
        store(file,
              readdressed(file.path.starts_with(kPages) ? page_of(file, parts) : std::string(file.bytes), address));
    }
  }
}

void Files::store(const Embedded& file, std::string text) {
  auto kind = kind_of(file.path);
  auto& stored = stored_[file.path];
  stored.text = std::move(text);
  stored.bytes = stored.text.empty() ? file.bytes : stored.text;
  stored.content_type = kind.content_type;
  stored.audience = kind.ending == kHtml ? Audience::page : Audience::asset;
  stored.tag = hex(sha256(stored.bytes)).substr(0, 32);  // 128 bits of it tell any two versions apart
  if (kind.shrinks) stored.gzip = gzip(stored.bytes);
  if (stored.gzip.size() >= stored.bytes.size()) stored.gzip.clear();
  // Pages keep the addresses that people know, and so does what is asked for by its name.
  if (stored.audience == Audience::asset && !kind.ending.empty() && kind.ending != ".txt")
    stored.address = with_hash(file.path, stored.tag.substr(0, kHashLength));
}

Files::Found Files::find(std::string_view path) const {
  auto found = stored_.find(path);
  if (found != stored_.end()) return {&found->second};
  found = stored_.find(without_hash(path));
  if (found == stored_.end() || found->second.address.empty()) return {};
  return {&found->second, found->second.address == path};
}

std::optional<Response> Files::answer(const Request& request) const {
  if (request.method != Method::get && request.method != Method::head) return std::nullopt;
  auto found = find(request.path);
  if (!found.stored) return std::nullopt;
  return answer(request, found);
}

Response Files::page(const Request& request, std::string_view path) const {
  auto found = find(path);
  if (!found.stored) throw std::logic_error("no such page is embedded: " + std::string(path));
  return answer(request, found);
}

std::string_view Files::text(std::string_view path) const {
  auto found = find(path);
  if (!found.stored) throw std::logic_error("no such file is embedded: " + std::string(path));
  return found.stored->bytes;
}

Response Files::answer(const Request& request, const Found& found) const {
  const auto& stored = *found.stored;
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
  // Without a hash in its name it is kept, but asked after each time: a deploy shows at once.
  response.with("Cache-Control", found.kept ? "public, max-age=31536000, immutable" : "no-cache");
  if (!stored.gzip.empty()) response.with("Vary", "Accept-Encoding");
  return response;
}

}  // namespace mtm::http
