#include "api/play_id.hpp"

#include <fmt/format.h>

#include <charconv>

namespace mtm::api {

namespace {

/// Reads a number off the beginning. Nothing when there is none, or more digits than we write.
template <class Number>
std::optional<Number> next_number(std::string_view& text) {
  Number number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || std::to_string(number) != std::string_view(text.data(), end)) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

bool skip_dash(std::string_view& text) {
  if (!text.starts_with('-')) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::string play_id(const history::RowName& row) {
  auto id = fmt::format("{}-{}{}", row.track_id, row.at_is_start ? "s" : "", row.at);
  if (row.ms_played >= 0) id += fmt::format("-{}", row.ms_played);
  return id;
}

std::optional<history::RowName> read_play_id(std::string_view id) {
  auto track = next_number<std::int64_t>(id);
  if (!track || *track < 1 || !skip_dash(id)) return std::nullopt;
  bool start = id.starts_with('s');
  if (start) id.remove_prefix(1);
  auto at = next_number<std::int64_t>(id);
  if (!at || !history::is_moment(*at)) return std::nullopt;
  history::RowName row{*track, *at, -1, start};
  if (id.empty()) return row;
  if (!skip_dash(id)) return std::nullopt;
  auto ms_played = next_number<std::int32_t>(id);
  if (!ms_played || *ms_played < 0 || !id.empty()) return std::nullopt;
  row.ms_played = *ms_played;
  return row;
}

}  // namespace mtm::api
