#include "history/histories.hpp"

#include <malloc.h>

#include "history/loading.hpp"

namespace mtm::history {

namespace {

/// So long a change of the catalogue, which is no change of the person's own, may go unnoticed.
constexpr auto kCatalogue = std::chrono::seconds(30);

bool is_of(const History& history, const store::LibraryState& state) {
  return history.epoch == state.epoch && history.version >= state.version && history.zone->name() == state.time_zone;
}

}  // namespace

HistoryPtr Histories::cached(const store::LibraryState& state) {
  auto found = cache_.find(state.user_id);
  bool current = found.history && is_of(*found.history, state) && Clock::now() - found.kept_at < kCatalogue;
  return current ? std::move(found.history) : nullptr;
}

Task<HistoryPtr> Histories::fresh(store::LibraryState state) {
  for (;;) {
    if (auto known = cached(state)) co_return known;
    auto under_way = readings_.find(state.user_id.number);
    bool joined = under_way != readings_.end();
    auto reading = joined ? under_way->second : std::make_shared<Reading>();
    if (!joined) {
      readings_.emplace(state.user_id.number, reading);
      start(executor_, "reading a history", read(state, reading));
    }
    if (!reading->history && !reading->failure) co_await reading->ended.wait();
    if (reading->failure) std::rethrow_exception(reading->failure);
    // One that was under way when we came may have begun before our state; ours has not.
    if (!joined || is_of(*reading->history, state)) co_return reading->history;
  }
}

Task<> Histories::read(store::LibraryState wanted, std::shared_ptr<Reading> reading) {
  auto user = wanted.user_id;
  auto known = cache_.find(user).history;
  auto began = Clock::now();
  Counted counted(meters_.loading);
  try {
    reading->history = co_await load(pool_, wanted, known);
    bool whole = !known || known->epoch != reading->history->epoch;
    (whole ? meters_.loads : meters_.updates).add();
    cache_.keep(reading->history);
    if (whole) ::malloc_trim(0);  // a hundred thousand small blocks were needed for building it
  } catch (...) {
    meters_.failures.add();
    reading->failure = std::current_exception();
  }
  meters_.load_times.add(std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began));
  readings_.erase(user.number);
  reading->ended.notify_all();
}

}  // namespace mtm::history
