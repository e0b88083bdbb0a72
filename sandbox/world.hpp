// Everything the sandbox knows: the music, the people, the grants, and how it is to misbehave.
#pragma once
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/catalogue.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/payloads.hpp"
#include "sandbox/person.hpp"
#include "sandbox/playlists.hpp"
#include "sandbox/tokens.hpp"

namespace mtm::sandbox {

struct Options {
  std::uint16_t port = 0;
  std::uint64_t seed = 2016;
  std::size_t likes = 2400;
  std::string client_id = "sandbox-client";
  std::string client_secret = "sandbox-secret";
  /// Registered without a port: any port is good (for loopback addresses only).
  std::vector<std::string> redirect_uris{"http://127.0.0.1/callback", "http://[::1]/callback"};
  AppClass app_class = AppClass::dev2026;
  std::string person_id = "demo";
  std::size_t listeners = 0;       // more people, "listener-1" and so on, each like ada
  std::chrono::sys_seconds today;  // the likes and plays lie before it
  std::string public_url;          // how browsers reach us, when it is not our own address
};

/// What tests want to know about what has happened.
struct Tally {
  std::map<std::string, std::uint64_t, std::less<>> calls;  // by "GET /v1/me"
  std::uint64_t codes = 0, access_tokens = 0, refreshes = 0, refused_refreshes = 0;
};

class World {
 public:
  explicit World(Options options);

  /// Writes all payloads for the address under which we are reached.
  void open_at(std::string origin);

  const Payloads& payloads() const { return *payloads_; }
  WallTime now() const { return wall_now() + faults.clock_offset; }
  Person* person(std::string_view id);
  Detail detail() const { return faults.app_class == AppClass::dev2026 ? Detail::trimmed : Detail::full; }
  Faults no_faults() const;

  const Options options;
  const Catalogue catalogue;
  std::deque<Person> people;
  Playlists playlists;
  Tokens tokens;
  Faults faults;
  CallGate rate, quota;
  Tally tally;

 private:
  void make_people();
  void make_playlists();

  std::unique_ptr<Payloads> payloads_;
};

}  // namespace mtm::sandbox
