#include "music/search_query.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace mtm::music {

namespace {

constexpr std::size_t kLongest = 500;  // bytes, as long as a name may be in characters
constexpr std::size_t kMostTerms = 16;
constexpr std::string_view kSpaces = " \t\r\n\v\f";

struct Token {
  bool excluded = false;
  std::string_view filter;  // what stands before the colon
  std::string_view text;    // without its quotes
  bool quoted = false;
  bool last = false;  // the text ends with it
};

bool is_filter(std::string_view word) {
  for (std::string_view known : {"artist", "album", "year", "energy"}) {
    if (word.size() != known.size()) continue;
    bool same = true;
    for (std::size_t i = 0; i < word.size(); ++i) same = same && (word[i] | 0x20) == known[i];
    if (same) return true;
  }
  return false;
}

/// A name that is written so ("-V-"), not a word to leave out.
bool is_between_hyphens(std::string_view token) {
  return token.size() > 2 && token.front() == '-' && token.back() == '-' && token[1] != '"';
}

/// Takes the next token off the front of `rest`, which begins with no space.
Token take_token(std::string_view& rest) {
  Token token;
  auto written = rest.substr(0, rest.find_first_of(kSpaces));
  if (written.size() > 1 && written[0] == '-' && !is_between_hyphens(written)) {
    token.excluded = true;
    rest.remove_prefix(1);
  }
  auto colon = rest.find(':');
  if (colon != rest.npos && is_filter(rest.substr(0, colon))) {
    token.filter = rest.substr(0, colon);
    rest.remove_prefix(colon + 1);
  }
  if (!rest.empty() && rest[0] == '"') {
    rest.remove_prefix(1);
    token.quoted = true;
    auto end = std::min(rest.find('"'), rest.size());
    token.text = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  } else {
    auto end = std::min(rest.find_first_of(kSpaces), rest.size());
    token.text = rest.substr(0, end);
    rest.remove_prefix(end);
  }
  token.last = rest.empty();
  return token;
}

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// "1994", "1990-1999", ">1994", ">=1994", "<1994", "<=1994"; nothing for anything else. `after` and `before` give the
/// next number up and down, which turns an open end into a closed one.
template <class Number, class After, class Before>
std::optional<Between<Number>> between(std::string_view text, Between<Number> all, After after, Before before) {
  auto sign = text.substr(0, std::min(text.find_first_not_of("<>="), text.size()));
  if (!sign.empty()) {
    auto value = number<Number>(text.substr(sign.size()));
    if (!value) return std::nullopt;
    if (sign == ">") return Between<Number>{after(*value), all.most};
    if (sign == ">=") return Between<Number>{*value, all.most};
    if (sign == "<") return Between<Number>{all.least, before(*value)};
    if (sign == "<=") return Between<Number>{all.least, *value};
    return std::nullopt;
  }
  auto hyphen = text.find('-', 1);
  auto least = number<Number>(text.substr(0, hyphen));
  auto most = hyphen == text.npos ? least : number<Number>(text.substr(hyphen + 1));
  if (!least || !most) return std::nullopt;
  return Between<Number>{*least, *most};
}

std::optional<std::string> read_years(const Token& token, SearchQuery& query) {
  if (query.years) return "year: can stand only once.";
  auto next = [](std::int64_t year) { return year + (year < 10000 ? 1 : 0); };
  auto last = [](std::int64_t year) { return year - (year > -1 ? 1 : 0); };
  auto years = between<std::int64_t>(token.text, {1, 9999}, next, last);
  if (!years || years->least < 0 || years->most > 9999 || years->least > 10000)
    return "year: takes a year or a span of years, such as year:1994, year:1990-1999 or year:>2010.";
  if (years->least > years->most && token.text.find('-') != token.text.npos)
    return "The years of year: end before they begin.";
  query.years = {static_cast<int>(years->least), static_cast<int>(std::max<std::int64_t>(years->most, 0))};
  return std::nullopt;
}

std::optional<std::string> read_energy(const Token& token, SearchQuery& query) {
  if (query.energy) return "energy: can stand only once.";
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  auto energy = between<float>(
      token.text, {0, 1}, [](float value) { return std::nextafter(value, kInfinity); },
      [](float value) { return std::nextafter(value, -kInfinity); });
  // A bound may lie a hair outside: "less than 0" is empty, but no mistake.
  if (!energy || !(energy->least >= -0.001F && energy->least <= 1.001F) ||
      !(energy->most >= -0.001F && energy->most <= 1.001F))
    return "energy: takes numbers from 0 to 1, such as energy:>0.8, energy:<=0.5 or energy:0.2-0.4.";
  if (energy->least > energy->most && token.text.find('-') != token.text.npos)
    return "The span of energy: ends before it begins.";
  query.energy = energy;
  return std::nullopt;
}

/// The sentence about what is wrong with it, if anything is.
std::optional<std::string> read_token(const Token& token, SearchQuery& query) {
  auto kind =
      token.filter.empty() ? '\0' : static_cast<char>(token.filter[1] | 0x20);  // a(r)tist a(l)bum y(e)ar e(n)ergy
  if (kind == 'e' || kind == 'n') {
    if (token.excluded) return "Only words, artist: and album: can be left out with a minus.";
    return kind == 'e' ? read_years(token, query) : read_energy(token, query);
  }
  if (token.text.find_first_not_of(kSpaces) == token.text.npos) {
    if (kind == '\0') return std::nullopt;  // quotes around nothing
    return kind == 'r' ? "artist: needs a name, such as artist:radiohead or artist:\"the who\"."
                       : "album: needs a name, such as album:kid or album:\"kid a\".";
  }
  if (query.terms.size() == kMostTerms) return "A search has at most 16 words.";
  auto field = kind == 'r' ? Field::artist : kind == 'l' ? Field::album : Field::any;
  query.terms.push_back(
      {std::string(token.text), field, token.excluded, token.last && !token.quoted && !token.excluded});
  return std::nullopt;
}

}  // namespace

SearchQuery read_search(std::string_view text) {
  SearchQuery query;
  if (text.size() > kLongest) {
    query.problem = "A search has at most 500 bytes.";
    return query;
  }
  for (auto rest = text;;) {
    rest.remove_prefix(std::min(rest.find_first_not_of(kSpaces), rest.size()));
    if (rest.empty() || query.problem) return query;
    query.problem = read_token(take_token(rest), query);
  }
}

}  // namespace mtm::music
