// Where the figures of all threads are read. It is filled before the first thread starts and never changed; what it points
// to may be read from any thread.
#pragma once
#include <string>
#include <vector>

#include "api/traffic.hpp"
#include "capture/background.hpp"
#include "db/meters.hpp"

namespace mtm::api {

struct ThreadInstruments {
  const Traffic* traffic;
  const db::PoolMeters* pool;
  const db::GroupMeters* writes;
  const db::GroupMeters* reads;
};

struct Instruments {
  std::string token;  // what /metrics wants to be shown; empty: see is_open
  bool is_open = false;  // without a token: anybody may read, as on a developer's machine
  std::vector<ThreadInstruments> threads;
  const capture::Background* background = nullptr;
  const db::PoolMeters* background_pool = nullptr;
};

}  // namespace mtm::api
