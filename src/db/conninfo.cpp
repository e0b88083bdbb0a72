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

bool is_address(const std::string& host) {
  boost::system::error_code error;
  asio::ip::make_address(host, error);
  return !error;
}

bool is_name(const std::string& host) { return !host.empty() && host[0] != '/' && host[0] != '@' && !is_address(host); }

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

/// A host of the URL, at one of its addresses.
struct Place {
  std::string host, address, port;  // empty: libpq's own
};

/// In the order in which they are tried.
Task<std::vector<Place>> places_of(const Executor& executor, const ConnectionWords& words) {
  auto list = [&](const char* name) { return split(words.find(name) ? *words.find(name) : ""); };
  auto hosts = list("host"), addresses = list("hostaddr"), ports = list("port");
  auto count = std::max(hosts.size(), addresses.size());
  for (auto* parts : {&hosts, &addresses, &ports}) {
    if (parts->size() == 1) parts->resize(count, parts == &ports ? ports[0] : "");
    if (parts->size() != count) throw Unavailable("the database URL has not as many ports as hosts");
  }
  std::vector<Place> places;
  std::string fault;
  for (std::size_t i = 0; i < count; ++i) {
    Place place{hosts[i], addresses[i], ports[i]};
    if (place.address.empty() && is_address(place.host)) place.address = place.host;
    if (!place.address.empty() || !is_name(place.host)) {
      places.push_back(place);
      continue;
    }
    try {
      auto found = co_await addresses_of(executor, place.host);
      for (auto& address : found) places.push_back(Place{place.host, std::move(address), place.port});
    } catch (const Unavailable& unavailable) {
      fault = unavailable.what();
    }
  }
  if (places.empty()) throw Unavailable(fault);
  co_return places;
}

/// For libpq, which takes an address for each of several hosts or for none.
void set_places(ConnectionWords& words, const std::vector<Place>& places) {
  std::vector<std::string> hosts, addresses, ports;
  for (const auto& place : places) {
    if (place.address.empty() && places.size() > 1) return;  // a socket's folder: libpq goes by the URL
    hosts.push_back(place.host);
    addresses.push_back(place.address);
    ports.push_back(place.port);
  }
  words.set("host", joined(hosts));
  words.set("hostaddr", joined(addresses));
  words.set("port", joined(ports));
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

Task<ConnectionPlan> connection_plan(const Executor& executor, const ConnectionSettings& settings) {
  auto options = parse(settings.url);
  if (!options) throw std::invalid_argument("the database URL can't be read");
  ConnectionWords words;
  for (auto* option = options.get(); option->keyword; ++option)
    if (option->val) words.set(option->keyword, option->val);

  auto set_unless_given = [&](const char* name, std::string value) {
    if (!words.find(name)) words.set(name, std::move(value));
  };
  set_unless_given("application_name", settings.application_name);
  words.set("client_encoding", "UTF8");
  // A dead peer is noticed while we wait (keepalives) and while we send (tcp_user_timeout): each covers only its half.
  set_unless_given("keepalives_idle", "5");
  set_unless_given("keepalives_interval", "2");
  set_unless_given("keepalives_count", "3");
  set_unless_given("tcp_user_timeout", "5000");

  auto places = co_await places_of(executor, words);
  ConnectionPlan plan;
  plan.any_will_do = any_will_do(settings.url);
  if (!plan.any_will_do) {
    set_places(words, places);
    plan.tries.push_back(std::move(words));
    co_return plan;
  }
  for (const auto& place : places) {
    auto& one = plan.tries.emplace_back(words);
    set_places(one, {place});
  }
  co_return plan;
}

}  // namespace mtm::db
