#include "loadtest/writers.hpp"

#include <stdexcept>
#include <thread>

#include "core/crypto.hpp"
#include "loadtest/pace.hpp"

namespace mtm::loadtest {

double Outcome::rate() const {
  std::chrono::duration<double> seconds = elapsed;
  return seconds.count() > 0 ? static_cast<double>(tally.succeeded) / seconds.count() : 0;
}

Tally run_writer(const Plan& plan, int writer, Clock::time_point begin, Ledger& ledger,
                 const std::function<void(int)>& write) {
  Pace pace(begin, plan.rate, plan.writers);
  Deadline last = deadline(plan, begin);
  Tally tally;
  for (int number = 0; number < plan.writes; ++number) {
    auto due = pace.due(writer, number);
    std::this_thread::sleep_until(due);
    if (Clock::now() >= last) break;
    try {
      write(number);
      ledger.acknowledge({writer, number});
      ++tally.succeeded;
    } catch (const std::runtime_error& error) {
      ledger.fail();
      ++tally.failures[error.what()];
    }
    tally.finished = Clock::now();
    tally.latency.record(tally.finished - due);
  }
  return tally;
}

Deadline deadline(const Plan& plan, Clock::time_point begin) {
  if (plan.at_most <= 0) return Deadline::max();
  return begin + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(plan.at_most));
}

std::string run_name() {
  constexpr std::size_t kEnough = 10;  // 40 bits: two runs on one database never meet
  return hex(sha256(random_token())).substr(0, kEnough);
}

}  // namespace mtm::loadtest
