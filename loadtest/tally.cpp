#include "loadtest/tally.hpp"

#include <algorithm>
#include <istream>
#include <ostream>
#include <stdexcept>

namespace mtm::loadtest {

std::int64_t Tally::failed() const {
  std::int64_t sum = 0;
  for (const auto& [message, count] : failures) sum += count;
  return sum;
}

void Tally::merge(const Tally& other) {
  succeeded += other.succeeded;
  for (const auto& [message, count] : other.failures) failures[message] += count;
  latency.merge(other.latency);
  finished = std::max(finished, other.finished);
}

// Numbers first, then a line for each message and each bucket, then the word that says it is all.
void write(std::ostream& out, const Tally& tally) {
  auto buckets = tally.latency.buckets();
  out << tally.succeeded << ' ' << tally.finished.time_since_epoch().count() << ' ' << tally.failures.size() << ' '
      << buckets.size() << '\n';
  for (const auto& [message, count] : tally.failures) out << count << ' ' << message << '\n';
  for (auto bucket : buckets) out << bucket.most << ' ' << bucket.count << '\n';
  out << "end\n";
}

Tally read_tally(std::istream& in) {
  Tally tally;
  Clock::rep finished = 0;
  std::size_t failures = 0, buckets = 0;
  in >> tally.succeeded >> finished >> failures >> buckets;
  tally.finished = Clock::time_point(Clock::duration(finished));
  for (std::size_t i = 0; in && i < failures; ++i) {
    std::int64_t count = 0;
    std::string message;
    in >> count;
    in.ignore(1);
    std::getline(in, message);
    tally.failures[message] += count;
  }
  for (std::size_t i = 0; in && i < buckets; ++i) {
    Histogram::Bucket bucket{};
    in >> bucket.most >> bucket.count;
    tally.latency.restore(bucket);
  }
  std::string end;
  in >> end;
  if (end != "end") throw std::runtime_error("a process of writers died before it could say what it did");
  return tally;
}

}  // namespace mtm::loadtest
