#include "db/url_fault.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <cctype>
#include <charconv>
#include <memory>
#include <optional>
#include <string_view>

namespace mtm::db {

namespace {

constexpr std::string_view kEncode =
    "percent-encode the password (@ as %40, : as %3A, / as %2F, ? as %3F, # as %23, % as %25, a space as %20)";
constexpr std::string_view kQuote =
    "put a value with spaces or quotation marks between '…', and write \\' for ' and \\\\ for \\";

bool control(char c) { return std::iscntrl(static_cast<unsigned char>(c)); }
bool space(char c) { return c == ' '; }
bool hexadecimal(char c) { return std::isxdigit(static_cast<unsigned char>(c)); }

bool host(const std::string& name) {
  if (name.empty() || name[0] == '/' || name[0] == '@') return true;  // libpq's own place, a folder, an abstract socket
  boost::system::error_code error;
  boost::asio::ip::make_address(name, error);
  constexpr std::string_view kNever = " @:/?#[]%\"'\\<>^`{|}!$&()*+;=~";
  return !error ||
         std::none_of(name.begin(), name.end(), [&](char c) { return control(c) || kNever.find(c) != kNever.npos; });
}

std::optional<int> number(const std::string& text) {
  int parsed = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), parsed);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return parsed;
}

bool port(const std::string& text) {
  if (text.empty()) return true;  // libpq's own
  auto parsed = number(text);
  return parsed && *parsed >= 1 && *parsed <= 65535;
}

/// Options whose values libpq looks at only when it connects.
bool option_fits(std::string_view name, const std::string& value) {
  for (std::string_view counted : {"connect_timeout", "keepalives", "keepalives_idle", "keepalives_interval",
                                   "keepalives_count", "tcp_user_timeout"})
    if (name == counted) return number(value).has_value();
  struct Choice {
    std::string_view name;
    std::vector<std::string_view> values;
  };
  static const Choice kChoices[] = {
      {"sslmode", {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"}},
      {"target_session_attrs", {"any", "read-write", "read-only", "primary", "standby", "prefer-standby"}},
      {"channel_binding", {"disable", "prefer", "require"}},
      {"gssencmode", {"disable", "prefer", "require"}}};
  for (const auto& choice : kChoices)
    if (name == choice.name) return std::find(choice.values.begin(), choice.values.end(), value) != choice.values.end();
  return true;
}

/// The part after the scheme; nothing when libpq takes this for keywords and values.
std::optional<std::string_view> after_scheme(std::string_view url) {
  for (std::string_view scheme : {"postgresql://", "postgres://"})
    if (url.starts_with(scheme)) return url.substr(scheme.size());
  return std::nullopt;
}

bool escapes_fit(std::string_view rest) {
  for (std::size_t at = rest.find('%'); at != rest.npos; at = rest.find('%', at + 3)) {
    if (at + 2 >= rest.size() || !hexadecimal(rest[at + 1]) || !hexadecimal(rest[at + 2])) return false;
    if (rest.substr(at + 1, 2) == "00") return false;
  }
  return true;
}

/// libpq ends the user and password at the first @ before the first /, so another @ or / is a part of the password. An
/// address in brackets may hold any of them for libpq, but none ends behind the first /.
bool every_at_has_a_place(std::string_view rest) {
  auto authority = rest.substr(0, rest.find('/'));
  auto behind = rest.substr(authority.size());
  auto path = behind.substr(0, behind.find('?'));
  auto before = std::count(authority.begin(), authority.end(), '@');
  if (before > 1 || path.find('@') != path.npos) return false;
  auto hosts = authority.substr(before == 1 ? authority.find('@') + 1 : 0);
  if (std::count(hosts.begin(), hosts.end(), '[') != std::count(hosts.begin(), hosts.end(), ']')) return false;
  return before == 1 || authority.empty() || behind.find('@') == behind.npos;
}

std::string fault_of_options(const PQconninfoOption* options, bool uri, std::string_view hint) {
  std::string hosts, ports, addresses;
  for (const auto* option = options; option->keyword; ++option) {
    if (!option->val) continue;
    std::string_view name = option->keyword;
    if (name == "host") hosts = option->val;
    if (name == "hostaddr") addresses = option->val;
    if (name == "port") ports = option->val;
    if (name == "dbname" && uri && std::string_view(option->val).find('/') != std::string_view::npos)
      return fmt::format("has a second / behind the host: {}", hint);
    if (!option_fits(name, option->val)) return fmt::format("has a value for {} that libpq does not know", name);
  }
  if (!names_ports(ports)) return fmt::format("has a port that is not a number from 1 to 65535: {}", hint);
  if (!names_hosts(hosts)) return fmt::format("has a host with characters that no host name has: {}", hint);
  auto places = std::max(split(hosts).size(), split(addresses).size());
  auto count = split(ports).size();
  if (count != 1 && count != places) return "has not as many ports as hosts";
  return "";
}

}  // namespace

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> parts(1);
  for (char c : list) {
    if (c == ',')
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

bool names_hosts(const std::string& list) {
  auto hosts = split(list);
  return std::all_of(hosts.begin(), hosts.end(), host);
}

bool names_ports(const std::string& list) {
  auto ports = split(list);
  return std::all_of(ports.begin(), ports.end(), port);
}

std::string url_fault(const std::string& url) {
  if (std::any_of(url.begin(), url.end(), control)) return "has a line break or another control character in it";
  if (!url.empty() && (space(url.front()) || space(url.back()))) return "begins or ends with a space";
  if (!url.empty() && (url.front() == '"' || url.front() == '\''))
    return "begins with a quotation mark: take the quotation marks off";

  auto rest = after_scheme(url);
  bool uri = rest.has_value();
  auto scheme = url.substr(0, url.find('='));
  if (!uri && (scheme.size() == url.size() || scheme.find("://") != scheme.npos))
    return "must begin with postgresql:// or postgres://, or consist of words like host=… dbname=…";
  auto hint = uri ? kEncode : kQuote;
  if (uri && !escapes_fit(*rest))
    return fmt::format("has a % that is not followed by two hexadecimal digits: {}", hint);
  if (uri && !every_at_has_a_place(*rest)) return fmt::format("has an @ too many, or behind a /: {}", hint);

  char* reason = nullptr;
  std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconninfoParse(url.c_str(), &reason),
                                                                       &PQconninfoFree);
  bool parameter = reason && std::string_view(reason).starts_with("invalid URI query parameter");
  if (reason) PQfreemem(reason);  // it may quote the password
  if (!options && parameter) return fmt::format("has a parameter behind the ? that libpq does not know: {}", hint);
  if (!options) return fmt::format("can't be read: {}", hint);
  return fault_of_options(options.get(), uri, hint);
}

}  // namespace mtm::db
