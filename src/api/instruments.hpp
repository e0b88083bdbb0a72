// Where the figures of all threads are read. It is filled before the first thread starts and never changed; what it
// points to may be read from any thread.
#pragma once
#include <string>
#include <vector>

#include "api/traffic.hpp"
#include "db/meters.hpp"
#include "history/histories.hpp"
#include "jobs/meters.hpp"
#include "spotify/budget.hpp"
#include "transfer/archive/archive.hpp"

namespace mtm::api {

struct ThreadInstruments {
  const Traffic* traffic;
  const db::PoolMeters* pool;
  const db::GroupMeters* playlist_writes;
  const db::GroupMeters* track_reads;
  const db::GroupMeters* version_reads;
};

struct BackgroundInstruments {
  const jobs::Meters* captures;
  const spotify::AnswerMeters* answers;
  const jobs::ImportMeters* imports;
  const transfer::ExportMeters* exports;
  const db::PoolMeters* pool;
  const db::PoolMeters* export_pool;
};

struct HistoryInstruments {
  const history::Cache* cache;
  const history::Meters* meters;
  const db::PoolMeters* pool;
};

struct Instruments {
  std::string token;     // what /metrics wants to be shown; empty: see is_open
  bool is_open = false;  // without a token: anybody may read, as on a developer's machine
  std::vector<ThreadInstruments> threads;
  BackgroundInstruments background{};
  HistoryInstruments histories{};
};

}  // namespace mtm::api
