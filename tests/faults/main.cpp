// faults: does to the real programs what the world does, and prints what became of it, a row each.
#include <fmt/format.h>

#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <map>

#include "faults/rows.hpp"
#include "faults/stage.hpp"

using namespace mtm::faults;

int main(int count, char** words) {
  CLI::App app{"Faults and attacks against the real server, with its figure for each"};
  std::vector<std::string> wanted;
  int minutes = 0;
  app.add_option("ROW", wanted, "numbers of rows; all when none is given");
  app.add_option("--soak", minutes, "faults at random for so many minutes instead");
  CLI11_PARSE(app, count, words);

  // Two thousand connections have two ends, one of them here; the server inherits the limit.
  rlimit descriptors{};
  ::getrlimit(RLIMIT_NOFILE, &descriptors);
  descriptors.rlim_cur = descriptors.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &descriptors);

  std::multimap<int, Row> rows;  // in the order of the table
  for (const auto& some : {client_rows(), database_rows(), cluster_rows(), other_rows()})
    for (const auto& row : some) rows.emplace(std::stoi(row.number), row);
  if (minutes > 0) {
    try {
      fmt::print("| 40 | soak | RSS slope < 1 MB/h, 0 lost | {} |\n", soak(minutes));
      return 0;
    } catch (const std::exception& failure) {
      fmt::print("| 40 | soak | RSS slope < 1 MB/h, 0 lost | FAILED: {} |\n", failure.what());
      return 1;
    }
  }
  fmt::print("| # | fault or attack | required | this server |\n|---|---|---|---|\n");
  int failures = 0;
  for (const auto& [number, row] : rows) {
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), row.number) == wanted.end()) continue;
    std::string figure;
    try {
      figure = row.run();
    } catch (const std::exception& failure) {
      figure = fmt::format("FAILED: {}", failure.what());
      ++failures;
    }
    fmt::print("| {} | {} | {} | {} |\n", row.number, row.fault, row.required, figure);
    std::fflush(stdout);
  }
  return failures == 0 ? 0 : 1;
}
