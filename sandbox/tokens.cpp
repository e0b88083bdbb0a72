#include "sandbox/tokens.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/crypto.hpp"

namespace mtm::sandbox {
namespace {

constexpr std::array<std::string_view, 19> kScopes{"user-read-private",
                                                   "user-read-email",
                                                   "user-library-read",
                                                   "user-library-modify",
                                                   "user-top-read",
                                                   "user-read-recently-played",
                                                   "user-read-playback-state",
                                                   "user-modify-playback-state",
                                                   "user-read-currently-playing",
                                                   "user-read-playback-position",
                                                   "user-follow-read",
                                                   "user-follow-modify",
                                                   "playlist-read-private",
                                                   "playlist-read-collaborative",
                                                   "playlist-modify-private",
                                                   "playlist-modify-public",
                                                   "ugc-image-upload",
                                                   "app-remote-control",
                                                   "streaming"};

template <class Number>
std::optional<Number> number_from(std::string_view text, int base) {
  Number number{};
  auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (failed != std::errc() || end != text.data() + text.size()) return {};
  return number;
}

std::string from_hex(std::string_view digits) {
  std::string text;
  for (std::size_t place = 0; place + 1 < digits.size(); place += 2) {
    text += static_cast<char>(number_from<unsigned char>(digits.substr(place, 2), 16).value_or(0));
  }
  return text;
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (true) {
    auto end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == text.npos) return parts;
    text.remove_prefix(end + 1);
  }
}

WallTime in_six_months(WallTime time) {
  auto day = std::chrono::floor<std::chrono::days>(time);
  std::chrono::year_month_day date(day);
  date += std::chrono::months(6);
  if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
  return std::chrono::sys_days(date) + (time - day);
}

}  // namespace

std::optional<Scopes> scopes_from(std::string_view words) {
  Scopes scopes = 0;
  for (auto word : split(words, ' ')) {
    if (word.empty()) continue;
    auto found = std::find(kScopes.begin(), kScopes.end(), word);
    if (found == kScopes.end()) return {};
    scopes |= Scopes{1} << (found - kScopes.begin());
  }
  return scopes;
}

std::string to_string(Scopes scopes) {
  std::string words;
  for (std::size_t bit = 0; bit < kScopes.size(); ++bit) {
    if (!(scopes >> bit & 1)) continue;
    if (!words.empty()) words += ' ';
    words += kScopes[bit];
  }
  return words;
}

bool Grant::has(std::string_view scope) const { return (scopes & scopes_from(scope).value_or(0)) != 0; }

Tokens::Tokens(std::string_view secret) : secret_(secret) {}

std::string Tokens::new_code(Code code) {
  auto text = "AQ" + random_token(48);
  codes_.emplace(text, std::move(code));
  return text;
}

std::optional<Code> Tokens::take_code(const std::string& text, WallTime now) {
  auto found = codes_.extract(text);
  if (!found || found.mapped().expires_at <= now) return {};
  return std::move(found.mapped());
}

std::string Tokens::digest(std::string_view text) const {
  return hex(sha256(fmt::format("{}\n{}", secret_, text))).substr(0, 40);
}

std::string Tokens::write(char kind, const Grant& grant, WallTime now) {
  last_stamp_ = std::max<std::int64_t>(last_stamp_ + 1, now.time_since_epoch().count());
  auto text = fmt::format("{}Q{}.{:x}.{}.{}.{}", kind, hex(grant.person), grant.scopes,
                          grant.authorized_at.time_since_epoch().count(), last_stamp_, grant.public_client ? 1 : 0);
  return text + "." + digest(text);
}

std::optional<Tokens::Read> Tokens::read(char kind, std::string_view token) const {
  auto parts = split(token, '.');
  if (parts.size() != 6 || token.front() != kind || parts[0].size() < 2) return {};
  auto signed_part = token.substr(0, token.size() - parts[5].size() - 1);
  if (!same_secret(digest(signed_part), parts[5])) return {};
  auto scopes = number_from<Scopes>(parts[1], 16);
  auto authorized_at = number_from<std::int64_t>(parts[2], 10);
  auto stamp = number_from<std::int64_t>(parts[3], 10);
  if (!scopes || !authorized_at || !stamp) return {};
  Grant grant;
  grant.person = from_hex(parts[0].substr(2));
  grant.scopes = *scopes;
  grant.authorized_at = WallTime(std::chrono::milliseconds(*authorized_at));
  grant.public_client = parts[4] == "1";
  return Read{std::move(grant), *stamp};
}

std::string Tokens::new_access(const Grant& grant, WallTime now) { return write('B', grant, now); }
std::string Tokens::new_refresh(const Grant& grant, WallTime now) { return write('A', grant, now); }

std::optional<Grant> Tokens::read_access(std::string_view token, WallTime now) const {
  auto found = read('B', token);
  if (!found || found->stamp <= access_dead_until_) return {};
  if (WallTime(std::chrono::milliseconds(found->stamp)) + kAccessLife <= now) return {};
  return std::move(found->grant);
}

Tokens::Refresh Tokens::read_refresh(std::string_view token, WallTime now) const {
  auto found = read('A', token);
  if (!found) return {};
  Refresh refresh{State::good, std::move(found->grant)};
  if (found->stamp <= refresh_dead_until_ || revoked_.contains(std::string(token)))
    refresh.state = State::revoked;
  else if (in_six_months(refresh.grant.authorized_at) <= now)
    refresh.state = State::expired;
  return refresh;
}

void Tokens::revoke(std::string_view refresh_token) { revoked_.emplace(refresh_token); }

}  // namespace mtm::sandbox
