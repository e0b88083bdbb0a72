// Files that are embedded in the binary at build time (cmake/Embed.cmake) and never read from disk.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/embedded.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace mtm::http {

/// Embedded files with ETag (from the SHA-256 of the content) and gzip where it makes them smaller, both made once at
/// the start. What is below /pages/ stands in the frame /frame/page.html (http/framing.hpp). Pages and style sheets
/// name scripts, pictures and the like by addresses that hold a hash of the content,
/// "/scripts/pages/home.0123456789abcdef.js": browsers keep those without asking again.
class Files {
 public:
  explicit Files(std::span<const Embedded> files);

  bool has(std::string_view path) const { return find(path).stored; }
  /// Answers GET and HEAD of a file by its path, with or without a hash in its name: 200 or 304, gzip when the client
  /// takes it; nothing when there is none. A hash of another version gets today's file, which is then not kept.
  /// Throws Problem(412) when the client wants another version only.
  std::optional<Response> answer(const Request& request) const;
  /// A page by its embedded path, whatever the request's own path is: "/pages/track.html" for "/tracks/7".
  Response page(const Request& request, std::string_view path) const;
  /// What a file holds, for what is made of it.
  std::string_view text(std::string_view path) const;

 private:
  struct Stored {
    std::string text;  // what was made of the embedded bytes, where anything was
    std::string_view bytes, content_type;
    std::string gzip, tag, address;
    Audience audience;
  };
  struct Found {
    const Stored* stored = nullptr;
    bool kept = false;  // the path has the hash of this very content
  };
  std::unordered_map<std::string_view, Stored> stored_;
  void store(const Embedded& file, std::string text);
  Found find(std::string_view path) const;
  Response answer(const Request& request, const Found& found) const;
};

}  // namespace mtm::http
