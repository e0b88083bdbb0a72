#include "transfer/history/file_input.hpp"

#include <cerrno>
#include <system_error>

namespace mtm::transfer {

namespace {

constexpr std::size_t kFilePiece = 131'072;  // stays in the second cache while it is read

}  // namespace

FileInput::FileInput(const std::filesystem::path& path) : file_(std::fopen(path.c_str(), "rbe")), piece_(kFilePiece) {
  if (!file_) throw std::system_error(errno, std::generic_category(), path.string());
  std::setvbuf(file_.get(), nullptr, _IONBF, 0);
}

std::string_view FileInput::next() {
  auto got = std::fread(piece_.data(), 1, piece_.size(), file_.get());
  if (got == 0 && std::ferror(file_.get())) throw BrokenFile("The disk can't read the file on.");
  return {piece_.data(), got};
}

std::string beginning_of(Input& input, std::size_t most) {
  std::string beginning;
  try {
    while (beginning.size() < most) {
      auto piece = input.next();
      if (piece.empty()) break;
      beginning.append(piece.substr(0, most - beginning.size()));
    }
  } catch (const BrokenFile&) {
    if (beginning.empty()) throw;
  }
  return beginning;
}

}  // namespace mtm::transfer
