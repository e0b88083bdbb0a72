#include "db/conninfo.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <cstring>
#include <memory>
#include <stdexcept>

#include "db/connection.hpp"
#include "db/url_fault.hpp"

namespace mtm::db {

namespace {

using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

Options parse(const std::string& url) {
  char* fault = nullptr;
  Options options(PQconninfoParse(url.c_str(), &fault), &PQconninfoFree);
  if (fault) PQfreemem(fault);  // it may quote the password
  return options;
}

bool is_name(const std::string& host) {
  boost::system::error_code error;
  asio::ip::make_address(host, error);
  return !host.empty() && host[0] != '/' && host[0] != '@' && error;
}

std::string joined(const std::vector<std::string>& parts) { return fmt::format("{}", fmt::join(parts, ",")); }

/// In the order in which the resolver would have them tried, each once.
Task<std::vector<std::string>> addresses_of(const Executor& executor, const std::string& name) {
  asio::ip::basic_resolver<asio::ip::tcp, Executor> resolver(executor);
  boost::system::error_code error;
  auto found = co_await resolver.async_resolve(name, "", asio::redirect_error(use_task, error));
  std::vector<std::string> addresses;
  for (const auto& entry : found) {
    auto address = entry.endpoint().address().to_string();
    if (std::find(addresses.begin(), addresses.end(), address) == addresses.end())
      addresses.push_back(std::move(address));
  }
  if (error || addresses.empty())
    throw Unavailable(fmt::format("the database's host name has no address: {}", error.message()));
  co_return addresses;
}

}  // namespace

void ConnectionWords::set(std::string name, std::string value) {
  for (auto& word : words_)
    if (word.first == name) {
      word.second = std::move(value);
      return;
    }
  words_.emplace_back(std::move(name), std::move(value));
}

const std::string* ConnectionWords::find(const std::string& name) const {
  for (const auto& word : words_)
    if (word.first == name) return &word.second;
  return nullptr;
}

std::vector<const char*> ConnectionWords::names() const {
  std::vector<const char*> names;
  for (const auto& word : words_) names.push_back(word.first.c_str());
  names.push_back(nullptr);
  return names;
}

std::vector<const char*> ConnectionWords::values() const {
  std::vector<const char*> values;
  for (const auto& word : words_) values.push_back(word.second.c_str());
  values.push_back(nullptr);
  return values;
}

bool any_will_do(const std::string& url) {
  auto options = parse(url);
  bool said = false, several = false;
  for (auto* option = options.get(); option && option->keyword; ++option) {
    if (!option->val) continue;
    std::string_view keyword = option->keyword;
    said = said || keyword == "target_session_attrs";
    several = several || ((keyword == "host" || keyword == "hostaddr") && std::strchr(option->val, ','));
  }
  return several && !said;
}

Task<ConnectionWords> connection_words(const Executor& executor, const ConnectionSettings& settings) {
  auto options = parse(settings.url);
  if (!options) throw std::invalid_argument("the database URL can't be read");
  ConnectionWords words;
  for (auto* option = options.get(); option->keyword; ++option)
    if (option->val) words.set(option->keyword, option->val);

  words.any_will_do = any_will_do(settings.url);

  const std::string* hosts = words.find("host");
  if (hosts && !words.find("hostaddr")) {
    auto names = split(*hosts);
    auto ports = split(words.find("port") ? *words.find("port") : "");
    if (ports.size() != 1 && ports.size() != names.size())
      throw Unavailable("the database URL has not as many ports as hosts");
    // libpq tries one after the other. It takes an address for each host or for none, and a socket's folder has none.
    std::vector<std::string> tried_hosts, addresses, tried_ports;
    bool any_name = false;
    bool any_path = false;
    for (std::size_t i = 0; i < names.size(); ++i) {
      std::vector<std::string> found{names[i]};
      if (is_name(names[i])) {
        any_name = true;
        found = co_await addresses_of(executor, names[i]);
      } else {
        any_path = any_path || names[i].empty() || names[i][0] == '/' || names[i][0] == '@';
      }
      for (const auto& address : found) {
        tried_hosts.push_back(names[i]);
        addresses.push_back(address);
        tried_ports.push_back(ports.size() == 1 ? ports[0] : ports[i]);
      }
    }
    if (any_name && !any_path) {
      words.set("host", joined(tried_hosts));
      words.set("hostaddr", joined(addresses));
      words.set("port", joined(tried_ports));
    }
  }

  auto set_unless_given = [&](const char* name, std::string value) {
    if (!words.find(name)) words.set(name, std::move(value));
  };
  set_unless_given("application_name", settings.application_name);
  set_unless_given("target_session_attrs", words.any_will_do ? "read-write" : "any");
  words.set("client_encoding", "UTF8");
  // A dead peer is noticed while we wait (keepalives) and while we send (tcp_user_timeout): each covers only its half.
  set_unless_given("keepalives_idle", "5");
  set_unless_given("keepalives_interval", "2");
  set_unless_given("keepalives_count", "3");
  set_unless_given("tcp_user_timeout", "5000");
  co_return words;
}

}  // namespace mtm::db
