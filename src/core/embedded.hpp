// Files that the build put into the program (cmake/Embed.cmake), so that one binary is the whole product.
#pragma once
#include <span>
#include <string_view>

namespace mtm {

struct Embedded {
  std::string_view path;  // below the embedded folder, such as "/styles/tokens.css"
  std::string_view bytes;
};

namespace web {
extern const std::span<const Embedded> files;
}  // namespace web
namespace schema {
extern const std::span<const Embedded> files;
}  // namespace schema

}  // namespace mtm
