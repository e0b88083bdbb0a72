#include "http/request_id.hpp"

#include <algorithm>

#include "core/crypto.hpp"
#include "http/syntax.hpp"

namespace mtm::http {

bool is_request_id(std::string_view text) {
  return text.size() >= 8 && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char byte) {
           return is_alphanumeric(byte) || byte == '.' || byte == '_' || byte == '-';
         });
}

RequestIds::RequestIds() : text_(random_token(6) + '-'), prefix_(text_.size()) { text_.append(8, '0'); }

std::string_view RequestIds::next() {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  ++count_;
  for (std::size_t i = 0; i < 8; ++i) text_[prefix_ + i] = kDigits[count_ >> (28 - 4 * i) & 15];
  return text_;
}

}  // namespace mtm::http
