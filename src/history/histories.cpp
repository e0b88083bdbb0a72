#include "history/histories.hpp"

#include <malloc.h>

#include "db/lineage.hpp"
#include "history/loading.hpp"

namespace mtm::history {

namespace {

/// So long a change of the catalogue, which is no change of the person's own, may go unnoticed.
constexpr auto kCatalogue = std::chrono::seconds(30);

/// A queued load that nobody has waited for during this time is given up.
constexpr auto kForgotten = std::chrono::seconds(5);

bool is_of(const History& history, const store::LibraryState& state) {
  return history.epoch == state.epoch && history.version >= state.version && history.zone->name() == state.time_zone;
}

}  // namespace

HistoryPtr Histories::cached(const store::LibraryState& state) {
  auto found = cache_.find(state.user_id);
  bool current = found.history && is_of(*found.history, state) && found.lineage == db::lineage() &&
                 Clock::now() - found.kept_at < kCatalogue;
  return current ? std::move(found.history) : nullptr;
}

Task<HistoryPtr> Histories::fresh(store::LibraryState state, Deadline deadline) {
  for (;;) {
    if (auto known = cached(state)) co_return known;
    auto under_way = readings_.find(state.user_id.number);
    bool joined = under_way != readings_.end();
    auto reading = joined ? under_way->second : std::make_shared<Reading>();
    reading->wanted = Clock::now();
    if (!joined) {
      readings_.emplace(state.user_id.number, reading);
      start(executor_, "reading a history", read(state, reading));
    }
    auto over = [&] { return reading->history || reading->failure; };
    while (!over() && Clock::now() < deadline) co_await reading->ended.wait_until(deadline);
    if (!over()) co_return nullptr;
    if (reading->failure) std::rethrow_exception(reading->failure);
    // One that was under way when we came may have begun before our state; ours has not.
    bool ours = !joined || (is_of(*reading->history, state) && reading->lineage == db::lineage());
    if (ours) co_return reading->history;
  }
}

Task<> Histories::read(store::LibraryState wanted, std::shared_ptr<Reading> reading) {
  auto user = wanted.user_id;
  bool large = large_.contains(user.number);
  while (!has_turn(large)) co_await turn_.wait();
  if (Clock::now() - reading->wanted < kForgotten) {
    ++reading_now_;
    large_now_ = large_now_ || large;
    co_await read_in_turn(wanted, reading);
    --reading_now_;
    if (large) large_now_ = false;
  } else {
    reading->failure = std::make_exception_ptr(db::Unavailable("nobody waited for this history any more"));
  }
  readings_.erase(user.number);
  reading->ended.notify_all();
  turn_.notify_all();
}

Task<> Histories::read_in_turn(store::LibraryState wanted, std::shared_ptr<Reading> reading) {
  auto user = wanted.user_id;
  auto found = cache_.find(user);
  reading->lineage = db::lineage();
  auto known = found.lineage == reading->lineage ? found.history : nullptr;
  auto began = Clock::now();
  Counted counted(meters_.loading);
  try {
    reading->history = co_await load(pool_, compute_, wanted, known);
    bool whole = !known || known->epoch != reading->history->epoch;
    (whole ? meters_.loads : meters_.updates).add();
    cache_.keep(reading->history, reading->lineage);
    if (cache_.has_room_for(*reading->history))
      large_.erase(user.number);
    else
      large_.insert(user.number);
    if (whole) ::malloc_trim(0);  // a hundred thousand small blocks were needed for building it
  } catch (...) {
    meters_.failures.add();
    reading->failure = std::current_exception();
  }
  meters_.load_times.add(std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began));
}

}  // namespace mtm::history
