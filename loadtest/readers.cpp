#include "loadtest/readers.hpp"

#include <algorithm>
#include <atomic>
#include <deque>

#include "core/races.hpp"
#include "loadtest/http_client.hpp"
#include "loadtest/pace.hpp"
#include "loadtest/progress.hpp"

namespace mtm::loadtest {
namespace {

struct Reader {
  HttpConnection connection;
  Tally tally;
  std::int64_t bytes = 0;
};

struct ReadRun {
  const ReadPlan& plan;
  const std::string& request;
  Clock::time_point begin, end;
  std::atomic<std::int64_t>& tried;
};

/// Nothing when the answer is good, else the message to count.
Task<std::string> read(Reader& reader, const std::string& request) {
  try {
    auto answer = co_await reader.connection.ask(request);
    reader.bytes += static_cast<std::int64_t>(answer.body.size());
    if (answer.status / 100 == 2) co_return "";
    co_return std::to_string(answer.status);
  } catch (const HttpError& error) {
    co_return error.what();
  }
}

Task<> keep_reading(const ReadRun& run, Reader& reader, int number_of_reader) {
  Pace pace(run.begin, run.plan.rate, run.plan.connections);
  for (std::int64_t number = 0;; ++number) {
    auto due = pace.due(number_of_reader, number);
    if (due >= run.end) break;
    if (due > Clock::now()) co_await wait_for(due - Clock::now());
    auto failure = co_await read(reader, run.request);
    if (failure.empty())
      ++reader.tally.succeeded;
    else
      ++reader.tally.failures[failure];
    reader.tally.finished = Clock::now();
    reader.tally.latency.record(reader.tally.finished - due);
    run.tried.fetch_add(1, std::memory_order_relaxed);
  }
}

}  // namespace

double Reading::rate() const {
  std::chrono::duration<double> seconds = elapsed;
  return seconds.count() > 0 ? static_cast<double>(tally.succeeded) / seconds.count() : 0;
}

Reading read_all(const ReadPlan& plan) {
  asio::io_context io(1);
  auto origin = origin_of(plan.url);
  auto request = get_request(origin, plan.path, plan.key);
  std::deque<Reader> readers;
  std::vector<Task<>> connecting, reading;
  for (int i = 0; i < plan.connections; ++i) {
    auto& reader = readers.emplace_back(Reader{HttpConnection(io.get_executor(), origin), {}, 0});
    connecting.push_back(reader.connection.connect());
  }
  run_all(io, std::move(connecting));

  std::atomic<std::int64_t> tried = 0;
  auto begin = Clock::now();
  auto length = std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(plan.seconds));
  ReadRun run{plan, request, begin, begin + length, tried};
  for (int i = 0; i < plan.connections; ++i)
    reading.push_back(keep_reading(run, readers[static_cast<std::size_t>(i)], i));
  {
    Progress progress("GET " + plan.path, 0, [&] { return tried.load(std::memory_order_relaxed); });
    run_all(io, std::move(reading));
  }
  Reading result;
  for (const auto& reader : readers) {
    result.tally.merge(reader.tally);
    result.bytes += reader.bytes;
  }
  result.elapsed = std::max(result.tally.finished, begin) - begin;
  return result;
}

}  // namespace mtm::loadtest
