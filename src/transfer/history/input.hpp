// The bytes of one file of a history, wherever it lies: on its own or inside a ZIP.
#pragma once
#include <stdexcept>
#include <string_view>

namespace mtm::transfer {

class Input {
 public:
  virtual ~Input() = default;

  /// The next piece; empty at the end. It is valid until the next call. Throws BrokenFile when the rest can't be read:
  /// the file is shorter than it says, or its checksum is wrong.
  virtual std::string_view next() = 0;
};

struct BrokenFile : std::runtime_error {  // its text is a sentence
  using std::runtime_error::runtime_error;
};

}  // namespace mtm::transfer
