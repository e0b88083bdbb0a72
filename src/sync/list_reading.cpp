#include "sync/list_reading.hpp"

#include <simdjson.h>

#include <algorithm>
#include <utility>

#include "spotify/client.hpp"

namespace mtm::sync {

namespace {

constexpr std::int64_t kPage = spotify::kLargestPage;
constexpr int kMostEmptyInARow = 5;  // of pages within the list; one was seen, at times, between full ones
constexpr int kMostAskedAgain = 40;  // pages, and twice the list's own: else a list that never rests is read for ever

/// Where the page begins that holds this place, when all pages are full.
std::int64_t page_of(std::int64_t place) { return std::max<std::int64_t>(place, 0) / kPage * kPage; }

}  // namespace

std::optional<std::int64_t> ListReading::next() const {
  if (!state_.at_end) return state_.offset;
  if (state_.again.empty()) return std::nullopt;
  return state_.again.front().from;
}

Places ListReading::wanted() const {
  if (!state_.at_end) return {state_.offset, state_.offset + kPage};
  return state_.again.front();
}

std::int64_t ListReading::done() const { return std::min(state_.offset, state_.total.value_or(state_.offset)); }

bool ListReading::complete() const {
  return state_.at_end && state_.again.empty() && state_.unread == 0 && state_.unknown == 0 && state_.total;
}

std::optional<Unread> ListReading::took(const PageFacts& page) {
  note_total(page.total);
  return state_.at_end ? took_again(page) : took_first(page);
}

/// What came or went moved the places behind it.
void ListReading::note_total(std::optional<std::int64_t> total) {
  total_changed_ = false;
  if (!total) return;
  auto moved = *total - std::exchange(state_.total, total).value_or(*total);
  total_changed_ = moved != 0;
  auto waiting = std::exchange(state_.again, {});
  for (auto places : waiting) {
    if (moved > 0) places.to += moved;
    if (moved < 0) places.from = page_of(places.from + moved);
    ask_again(places);
  }
  if (moved > 0)
    ask_again({0, moved});
  else if (moved < 0 && !state_.at_end)
    ask_again({page_of(state_.offset + moved), state_.offset});
  forget_places_behind_the_end();
}

void ListReading::forget_places_behind_the_end() {
  for (auto& places : state_.again) places.to = std::min(places.to, *state_.total);
  std::erase_if(state_.again, [](const Places& places) { return places.from >= places.to; });
}

void ListReading::ask_again(Places places) {
  if (places.from >= places.to) return;
  auto& again = state_.again;
  auto touches = [&](const Places& other) { return other.from <= places.to && places.from <= other.to; };
  for (const auto& other : again) {
    if (!touches(other)) continue;
    places = {std::min(places.from, other.from), std::max(places.to, other.to)};
  }
  std::erase_if(again, touches);
  auto behind = std::find_if(again.begin(), again.end(), [&](const Places& other) { return other.from > places.from; });
  again.insert(behind, places);
}

std::optional<Unread> ListReading::give_up(Places places, std::string reason) {
  if (state_.total) places.to = std::min(places.to, *state_.total);
  if (places.from >= places.to) return std::nullopt;
  state_.unread += places.to - places.from;
  return Unread{places, std::move(reason)};
}

std::optional<Unread> ListReading::took_first(const PageFacts& page) {
  auto place = state_.offset;
  auto behind = place + page.count;
  auto end = [&](std::int64_t otherwise) { return state_.total.value_or(otherwise); };
  if (page.count > 0 && !page.news && !total_changed_) {
    state_.at_end = true;
    state_.offset = std::max(place, end(place));
    return give_up({place, state_.offset}, "Spotify gives the same songs again");
  }
  empty_in_a_row_ = page.count == 0 ? empty_in_a_row_ + 1 : 0;
  auto next = page.next ? page.next_offset.value_or(0) : 0;
  if (page.count > 0)
    state_.offset = std::max(behind, next);
  else
    state_.offset = next > place ? next : place + kPage;
  bool more = page.next || state_.offset < end(0);
  bool behind_the_end = page.count == 0 && place >= end(place + 1);
  state_.at_end = !more || behind_the_end || empty_in_a_row_ == kMostEmptyInARow;
  // What lies between the last item of this page and the next page did not come, nor what lies before the end.
  ask_again({behind, std::min(end(behind), state_.at_end ? end(behind) : state_.offset)});
  if (state_.at_end) state_.offset = std::max(behind, end(0));
  return std::nullopt;
}

std::optional<Unread> ListReading::took_again(const PageFacts& page) {
  auto& again = state_.again;
  bool restless = ++asked_again_ > kMostAskedAgain + 2 * state_.total.value_or(0) / kPage;
  if (again.empty() || (total_changed_ && !restless)) return std::nullopt;  // the places are others now
  auto places = again.front();
  if (restless) {
    places.to = again.back().to;
    again.clear();
    return give_up(places, "the list keeps changing");
  }
  if (page.count == 0) {
    again.erase(again.begin());
    return give_up(places, "Spotify's page was empty");
  }
  again.front().from += page.count;
  if (again.front().from >= places.to) again.erase(again.begin());
  return std::nullopt;
}

std::optional<Unread> ListReading::failed(const std::string& reason) {
  auto places = wanted();
  places.to = std::min(places.to, places.from + kPage);
  if (!state_.at_end) {
    state_.offset = places.to;
    state_.at_end = state_.total && state_.offset >= *state_.total;
    // No page behind the last one tells whether Spotify fails or the page does. The first page does; it comes before.
    if (state_.at_end) ask_again({0, std::min(kPage, places.from)});
    if (state_.total) places.to = std::min(places.to, *state_.total);
    ask_again(places);
    return std::nullopt;
  }
  auto& again = state_.again;
  again.front().from = places.to;
  if (again.front().from >= again.front().to) again.erase(again.begin());
  return give_up(places, reason);
}

ReadingState reading_from(const std::optional<Json>& json) {
  ReadingState state;
  if (!json) return state;
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  simdjson::dom::array again;
  bool wrong = parser.parse(json->text).get(object) || object["offset"].get(state.offset) ||
               object["at_end"].get(state.at_end) || object["unread"].get(state.unread) ||
               object["unknown"].get(state.unknown) || object["again"].get(again);
  if (wrong) return {};
  std::int64_t total = 0;
  if (!object["total"].get(total)) state.total = total;
  for (auto element : again) {
    Places places;
    if (element["from"].get(places.from) || element["to"].get(places.to)) return {};
    state.again.push_back(places);
  }
  return state;
}

}  // namespace mtm::sync
