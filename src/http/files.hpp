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
/// the start.
class Files {
 public:
  explicit Files(std::span<const Embedded> files);

  bool has(std::string_view path) const { return stored_.contains(path); }
  /// Answers GET and HEAD of a file by its path: 200 or 304, gzip when the client takes it; nothing when there is none.
  /// Throws Problem(412) when the client wants another version only.
  std::optional<Response> answer(const Request& request) const;
  /// A page by its embedded path, whatever the request's own path is: "/pages/track.html" for "/tracks/7".
  Response page(const Request& request, std::string_view path) const;

 private:
  struct Stored {
    std::string_view bytes, content_type;
    std::string gzip, tag;
    Audience audience;
  };
  std::unordered_map<std::string_view, Stored> stored_;
  Response answer(const Request& request, const Stored& stored) const;
};

}  // namespace mtm::http
