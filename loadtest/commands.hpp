// What the command line can ask for. Each command prints what it found and returns the exit code: 0 done, 1 when what
// was acknowledged is not what is there or a read failed. Throws std::invalid_argument when it was called without what
// it needs.
#pragma once
#include <string>

#include "loadtest/readers.hpp"
#include "loadtest/streaming_history.hpp"
#include "loadtest/writers.hpp"

namespace mtm::loadtest {

struct Wishes {
  std::string target, json, results, svg;
  std::string read_rate = "max";
  Plan plan;
  SqlitePlan sqlite;
  PostgresPlan postgres;
  HttpPlan http;
  ReadPlan read;
  HistoryPlan history;
  std::string command;  // as it was called, for whoever repeats it
};

int write(Wishes& wishes);
int compare(Wishes& wishes);
int read(Wishes& wishes);
int summarise(const Wishes& wishes);
int make_history(const Wishes& wishes);

}  // namespace mtm::loadtest
