// A file on disk.
#pragma once
#include <cstdio>
#include <filesystem>
#include <memory>
#include <vector>

#include "transfer/history/input.hpp"

namespace mtm::transfer {

class FileInput : public Input {
 public:
  /// Throws std::system_error when it can't be opened.
  explicit FileInput(const std::filesystem::path& path);

  std::string_view next() override;

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  std::unique_ptr<std::FILE, Close> file_;
  std::vector<char> piece_;
};

/// The first `most` bytes, or all if there are fewer; what breaks after some bytes is not told of.
std::string beginning_of(Input& input, std::size_t most);

}  // namespace mtm::transfer
