#include "transfer/old_app/json_digest.hpp"

#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <vector>

namespace mtm::transfer {

namespace {

namespace ondemand = simdjson::ondemand;

/// Far more than a track of Spotify's has, and little enough to hold a few of in memory. It holds for the text as
/// PostgreSQL writes it, too: what was taken once is taken again from there, and from an export.
constexpr std::size_t kLongestJson = 1024 * 1024;
/// No measured value comes near, and PostgreSQL's real takes no more.
constexpr long kLargestExponent = 37;
constexpr long kLongestNumber = 100;   // written without an exponent, as PostgreSQL does
constexpr long kFarthestPoint = 1000;  // whatever the digits before it
/// The lazy reader has no limit of its own, and every level is one of our own calls.
constexpr int kDeepest = 100;

void check(simdjson::error_code error) {
  if (error == simdjson::DEPTH_ERROR) throw BadJson("is nested too deeply");
  if (error) throw BadJson("is not JSON");
}

std::uint64_t mixed(std::uint64_t number) {  // so that sums of digests don't cancel out
  number ^= number >> 32;
  number *= 0x9e3779b97f4a7c15ull;
  return number ^ (number >> 29);
}

/// How long the JSON is as PostgreSQL writes it: one space after each comma and colon, and as few escapes as can be.
struct Length {
  std::size_t bytes = 0;

  void add(std::size_t more) {
    bytes += more;
    if (bytes > kLongestJson) throw BadJson("is longer than 1 MB");
  }
  void add_text(std::string_view text) {
    constexpr std::string_view kShort = "\"\\\b\f\n\r\t";  // escaped by one letter
    std::size_t more = 2;
    for (char c : text) more += kShort.find(c) != kShort.npos ? 2 : static_cast<unsigned char>(c) < 0x20 ? 6 : 1;
    add(more);
  }
};

bool digit(char c) { return c >= '0' && c <= '9'; }

/// The digest of a number's value. simdjson's lazy reader hands the token over unchecked, so its grammar is checked
/// here.
std::uint64_t number_digest(std::string_view token, Length& length) {
  std::size_t at = 0;
  bool negative = token[0] == '-';
  if (negative) ++at;
  std::string digits;
  long exponent = 0;
  auto whole_from = at;
  while (at < token.size() && digit(token[at])) digits += token[at++];
  auto whole = static_cast<long>(at - whole_from);
  if (whole == 0 || (whole > 1 && token[whole_from] == '0')) throw BadJson("is not JSON");
  if (at < token.size() && token[at] == '.') {
    auto fraction_from = ++at;
    while (at < token.size() && digit(token[at])) digits += token[at++];
    if (at == fraction_from) throw BadJson("is not JSON");
    exponent -= static_cast<long>(at - fraction_from);
  }
  if (at < token.size() && (token[at] == 'e' || token[at] == 'E')) {
    ++at;
    auto first = at < token.size() && (token[at] == '+' || token[at] == '-') ? at + 1 : at;
    if (first >= token.size() || !digit(token[first])) throw BadJson("is not JSON");
    if (token[at] == '+') ++at;  // which from_chars does not read
    long written = 0;
    auto [end, error] = std::from_chars(token.data() + at, token.data() + token.size(), written);
    if (error == std::errc::invalid_argument) throw BadJson("is not JSON");
    if (error != std::errc() || std::abs(written) > kFarthestPoint)
      throw BadJson("holds a number that is too large or too small");
    at = static_cast<std::size_t>(end - token.data());
    exponent += written;
  }
  if (at != token.size()) throw BadJson("is not JSON");
  bool zero = digits.find_first_not_of('0') == digits.npos;
  // `exponent` is that of the last digit, by now.
  auto written_out = std::max(1L, zero ? 1 : static_cast<long>(digits.size()) + exponent) + std::max(0L, -exponent);
  digits.erase(0, digits.find_first_not_of('0'));  // all of them, when it is zero
  while (!digits.empty() && digits.back() == '0') {
    digits.pop_back();
    ++exponent;
  }
  if (!zero && std::abs(static_cast<long>(digits.size()) + exponent) > kLargestExponent)
    throw BadJson("holds a number that is too large or too small");
  if (written_out > kLongestNumber) throw BadJson("holds a number that is too long");
  length.add(static_cast<std::size_t>(written_out) + 2);  // with a sign and a point
  if (zero) return fnv1a("0");
  char tail[24];
  tail[0] = negative ? '-' : '+';
  auto end = std::to_chars(tail + 1, tail + sizeof tail, exponent).ptr;
  return fnv1a({tail, static_cast<std::size_t>(end - tail)}, fnv1a(digits));
}

std::uint64_t text_digest(std::string_view text, Length& length) {
  length.add_text(text);
  if (text.find('\0') != text.npos) throw BadJson("holds a NUL");
  return fnv1a(text, fnv1a("\""));
}

template <class Value>
std::uint64_t value_digest(Value&& value, int depth, Length& length);

/// SQLite compares a member's name as it is written, PostgreSQL as it is meant.
bool spelt_oddly(ondemand::raw_json_string written, std::string_view name) {
  bool plain = std::all_of(name.begin(), name.end(),
                           [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\' && c != '/'; });
  return plain && !written.unsafe_is_equal(name.size() + 1, name);
}

std::uint64_t object_digest(ondemand::object object, int depth, Length& length) {
  std::uint64_t sum = fnv1a("{");
  std::vector<std::uint64_t> keys;
  bool oddly = false;
  for (auto field : object) {
    ondemand::raw_json_string written;
    check(field.key().get(written));
    std::string_view key;
    check(field.unescaped_key().get(key));
    oddly = oddly || spelt_oddly(written, key);
    auto name = text_digest(key, length);
    length.add(4);  // ": " and ", "
    keys.push_back(name);
    sum += mixed(name + 3 * value_digest(field.value(), depth, length));
  }
  std::sort(keys.begin(), keys.end());
  if (std::adjacent_find(keys.begin(), keys.end()) != keys.end()) throw BadJson("says the same thing twice");
  if (oddly) throw BadJson("escapes letters of a name that need no escape");
  return mixed(sum);
}

std::uint64_t array_digest(ondemand::array array, int depth, Length& length) {
  std::uint64_t sum = fnv1a("[");
  for (auto element : array) {
    length.add(2);  // ", "
    sum = mixed(3 * sum + value_digest(element, depth, length));
  }
  return sum;
}

std::string_view trimmed(std::string_view token) {
  auto last = token.find_last_not_of(" \t\r\n");
  return token.substr(0, last + 1);  // npos + 1 is 0
}

std::uint64_t word_digest(std::string_view token) {
  if (token != "true" && token != "false" && token != "null") throw BadJson("is not JSON");
  return fnv1a(token);
}

template <class Value>
std::uint64_t value_digest(Value&& value, int depth, Length& length) {
  if (depth > kDeepest) throw BadJson("is nested too deeply");
  ondemand::json_type type;
  check(value.type().get(type));
  switch (type) {
    case ondemand::json_type::object: {
      ondemand::object object;
      check(value.get_object().get(object));
      length.add(2);
      return object_digest(object, depth + 1, length);
    }
    case ondemand::json_type::array: {
      ondemand::array array;
      check(value.get_array().get(array));
      length.add(2);
      return array_digest(array, depth + 1, length);
    }
    case ondemand::json_type::string: {
      std::string_view text;
      check(value.get_string().get(text));
      return text_digest(text, length);
    }
    default:
      break;
  }
  std::string_view token;
  check(value.raw_json_token().get(token));
  token = trimmed(token);
  // Asking for the value is what moves the reader on; the number itself was judged by its text.
  if (type == ondemand::json_type::number) {
    auto digest = number_digest(token, length);
    double ignored;
    check(value.get_double().get(ignored));
    return digest;
  }
  auto digest = word_digest(token);
  length.add(token.size());
  bool ignored;
  if (type == ondemand::json_type::boolean)
    check(value.get_bool().get(ignored));
  else
    check(value.is_null().get(ignored));  // an error when something clings to the word, as in null"x"
  return digest;
}

}  // namespace

std::uint64_t fnv1a(std::string_view bytes, std::uint64_t seed) {
  for (unsigned char byte : bytes) seed = (seed ^ byte) * 1099511628211ull;
  return seed;
}

struct JsonReader::Parser {
  ondemand::parser parser;
  std::string bytes;
};

JsonReader::JsonReader() : parser_(std::make_unique<Parser>()) {}
JsonReader::~JsonReader() = default;

JsonDigest JsonReader::digest(std::string_view json) {
  if (json.size() > kLongestJson) throw BadJson("is longer than 1 MB");
  auto& bytes = parser_->bytes;
  bytes.assign(json);
  bytes.reserve(bytes.size() + simdjson::SIMDJSON_PADDING);
  ondemand::document document;
  check(parser_->parser.iterate(bytes).get(document));
  ondemand::json_type type;
  check(document.type().get(type));
  // A scalar as the whole document reads differently in simdjson, and no column of these databases wants one.
  if (type != ondemand::json_type::object && type != ondemand::json_type::array)
    throw BadJson("is neither an object nor a list");
  JsonDigest digest;
  digest.object = type == ondemand::json_type::object;
  Length length;
  digest.number = value_digest(document, 1, length);
  const char* rest = nullptr;  // of what follows the JSON; there must be nothing
  if (document.current_location().get(rest) == simdjson::SUCCESS) throw BadJson("is not JSON");
  return digest;
}

std::vector<std::pair<std::string_view, double>> JsonReader::numbers() {
  std::vector<std::pair<std::string_view, double>> numbers;
  ondemand::document document;
  ondemand::object object;
  check(parser_->parser.iterate(parser_->bytes).get(document));
  check(document.get_object().get(object));
  for (auto field : object) {
    std::string_view key;
    check(field.unescaped_key().get(key));
    auto value = field.value();
    ondemand::json_type type;
    check(value.type().get(type));
    if (type != ondemand::json_type::number) continue;
    double number = 0;
    check(value.get_double().get(number));
    numbers.emplace_back(key, number);
  }
  return numbers;
}

}  // namespace mtm::transfer
