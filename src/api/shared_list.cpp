#include "api/shared_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include "api/asked_counting.hpp"
#include "api/asked_trip.hpp"
#include "api/history_of.hpp"
#include "api/shared_recap.hpp"
#include "api/shared_words.hpp"
#include "http/problem.hpp"
#include "music/ranges.hpp"
#include "playlists/trip.hpp"
#include "questions/charts.hpp"
#include "store/playlists.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;
using questions::By;
using questions::ChartOf;

namespace {

/// Nobody reads a longer list on a page that was sent to them, and its size stays bounded.
constexpr std::size_t kMostSharedEntries = 50;

constexpr std::int64_t kLongestSharedPlay = 3'600;  // from which a play may count, in seconds

struct ShareField {
  const char* name;
  std::size_t most;  // characters
};

constexpr ShareField kChartFields[] = {{"by", 10}, {"range", 20}, {"period", 25}, {"from", 10}, {"to", 10}};
constexpr ShareField kYearFields[] = {{"choice", 10}, {"order", 10}, {"period", 25}, {"from", 10}, {"to", 10}};
constexpr ShareField kPlaylistFields[] = {{"playlist_id", 100}};

std::span<const ShareField> texts_of(Shareable what) {
  if (what == Shareable::year) return kYearFields;
  if (what == Shareable::playlist) return kPlaylistFields;
  return kChartFields;
}

Shareable shareable_from(const std::optional<std::string>& text) {
  Shareable what{};
  if (!text || !boost::describe::enum_from_string(text->c_str(), what))
    throw Problem(Status::unprocessable, "'what' must be artists, albums, tracks, recap, year or playlist.");
  return what;
}

void add_parameter(std::string& parameters, std::string_view name, std::string_view value) {
  if (!parameters.empty()) parameters += '&';
  parameters += name;
  parameters += '=';
  parameters += boost::urls::encode(value, boost::urls::unreserved_chars);
}

/// `year` where nothing else says when. What is shared of a time stays as it is, so its days have an end.
template <class Text, class Number>
void add_days(std::string& parameters, Text text, Number number) {
  bool from = text("from", 10).has_value(), to = text("to", 10).has_value();
  if (from != to) throw Problem(Status::unprocessable, "Say both days, 'from' and 'to'.");
  if (!from && !text("period", 25)) add_parameter(parameters, "year", std::to_string(number("year", 1900, 2100, 0)));
}

/// A recap has so many days at most, and what is shared must not outgrow them.
template <class Text>
void check_days_of_recap(Text text) {
  if (text("range", 20) == "all" || text("from", 10).has_value() != text("to", 10).has_value())
    throw Problem(Status::unprocessable, "Say which days the recap is of: a 'period', or both 'from' and 'to'.");
}

/// `text(name, most)` and `number(name, least, most, otherwise)` read one parameter.
template <class Text, class Number>
ShareQuestion read_question(Shareable what, Text text, Number number) {
  ShareQuestion question{what, {}};
  for (const auto& field : texts_of(what))
    if (auto value = text(field.name, field.most)) add_parameter(question.parameters, field.name, *value);
  if (what == Shareable::year) {
    add_days(question.parameters, text, number);
    constexpr std::int64_t kFewest = 10, kMost = 100, kUsualTracks = kMostSharedEntries;  // as trips are asked for
    auto limit = number("limit", kFewest, kMost, kUsualTracks);
    if (limit != kUsualTracks) add_parameter(question.parameters, "limit", std::to_string(limit));
  }
  if (what == Shareable::recap) check_days_of_recap(text);
  bool counts = what != Shareable::year && what != Shareable::playlist;
  constexpr std::int64_t kUsual = history::kCountedFrom / 1'000;
  auto counted_from = counts ? number("counted_from", 0, kLongestSharedPlay, kUsual) : kUsual;
  if (counted_from != kUsual) add_parameter(question.parameters, "counted_from", std::to_string(counted_from));
  return question;
}

/// The kept query, to be read as that of a request is.
http::Request kept_request(const ShareQuestion& question) {
  http::Request request;
  request.query = question.parameters;
  return request;
}

ChartOf shared_chart(Shareable what) {
  if (what == Shareable::artists) return ChartOf::artists;
  return what == Shareable::albums ? ChartOf::albums : ChartOf::tracks;
}

/// What every public chart and recap counts. This is the one place that says it, private sessions are left out.
questions::Counting public_counting(const ShareQuestion& question, const history::History& history) {
  auto request = kept_request(question);
  auto counting = asked_counting(request, history).counting();
  counting.filter.with_private = false;
  return counting;
}

questions::ChartQuestion public_question(const ShareQuestion& question, const history::History& history) {
  questions::ChartQuestion chart;
  chart.of = shared_chart(question.what);
  chart.counting = public_counting(question, history);
  chart.limit = kMostSharedEntries;
  return chart;
}

SharedEntry shared_entry(const history::Tracks& tracks, ChartOf of, const questions::ChartEntry& entry) {
  SharedEntry shown;
  if (of == ChartOf::artists) {
    shown.name = tracks.text(tracks.artist_names[entry.number]);
  } else {
    shown.name = of == ChartOf::albums ? tracks.text(tracks.album_names[entry.number]) : tracks.name(entry.number);
    shown.detail = tracks.artist(entry.top_track);
  }
  return shown;
}

std::string shared_noun(Shareable what) {
  if (what == Shareable::artists) return "artist";
  return what == Shareable::albums ? "album" : "track";
}

std::string rest_words(std::size_t all, std::size_t shown, std::string_view noun) {
  if (all <= shown) return {};
  return fmt::format("and {} more", counted_words(static_cast<std::int64_t>(all - shown), noun));
}

SharedList chart_list(const ShareQuestion& question, const history::History& history) {
  auto asked = public_question(question, history);
  auto chart = questions::chart(history, asked);
  bool by_plays = asked.counting.by == By::plays;
  auto metric = [by_plays](const questions::Played& played) -> std::int64_t {
    return by_plays ? std::int64_t{played.plays} : played.ms_played;
  };
  SharedList list;
  if (chart.played.plays > 0) {
    list.figures = counted_words(chart.played.plays, "play");
    if (chart.played.ms_played >= 60'000) list.figures += " · " + in_hours(chart.played.ms_played);
  }
  for (const auto& entry : chart.entries) {
    auto shown = shared_entry(*history.tracks, asked.of, entry);
    shown.figure = by_plays ? counted_words(entry.played.plays, "play") : in_minutes(entry.played.ms_played);
    auto first = metric(chart.entries.front().played);
    if (first > 0) shown.part = metric(entry.played) * 1'000 / first;
    list.entries.push_back(std::move(shown));
  }
  list.more = rest_words(chart.size, list.entries.size(), shared_noun(question.what));
  list.nothing = "Nothing was played in these days.";
  return list;
}

SharedList recap_list(const ShareQuestion& question, const history::History& history) {
  questions::RecapQuestion asked{public_counting(question, history), {}, api::today(history)};
  auto recap = questions::recap(history, asked);
  if (!recap) throw Problem(Status::unprocessable, "A recap of so many days can't be shared: ask for fewer.");
  return facts_of(*recap, *history.tracks, asked.counting.by);
}

SharedList trip_list(const ShareQuestion& question, const history::History& history) {
  auto trip = kept_trip(question.parameters, history).question;
  trip.filter.with_private = false;
  trip.limit = std::min(trip.limit, kMostSharedEntries);
  auto playlist = playlists::of_trip(history, trip);
  SharedList list;
  for (const auto& chosen : playlist.tracks) {
    SharedEntry entry;
    entry.name = history.tracks->name(chosen.track);
    entry.detail = history.tracks->artist(chosen.track);
    list.entries.push_back(std::move(entry));
  }
  list.more = rest_words(static_cast<std::size_t>(playlist.candidates), list.entries.size(), "track");
  list.nothing = "There is nothing of these days.";
  return list;
}

SharedList list_of(const ShareQuestion& question, const history::History& history) {
  if (question.what == Shareable::year) return trip_list(question, history);
  return question.what == Shareable::recap ? recap_list(question, history) : chart_list(question, history);
}

Task<std::optional<SharedList>> history_list(Id user, Services& services, ShareQuestion question) {
  auto history = co_await history_of(user, services);
  auto work = [history, question] {
    auto list = list_of(question, *history);
    auto heading = heading_of(question, *history, {});
    list.title = std::move(heading.title);
    list.period = std::move(heading.period);
    return list;
  };
  auto list = co_await answered(history, services, std::move(work));
  co_return std::optional<SharedList>(std::move(list));
}

Task<std::optional<SharedList>> playlist_list(Id user, Services& services, ShareQuestion question) {
  auto id = playlist_asked(question);
  auto playlist = co_await store::playlist(services.database, user, id);
  if (!playlist) co_return std::nullopt;
  auto tracks = co_await store::playlist_tracks(services.database, user, id);
  SharedList list;
  list.title = playlist->name;
  list.period = "A playlist";
  list.figures = counted_words(static_cast<std::int64_t>(tracks.size()), "track");
  for (auto& track : tracks) {
    if (list.entries.size() == kMostSharedEntries) break;
    list.entries.push_back({std::move(track.name), std::move(track.artist), {}, 0});
  }
  list.more = rest_words(tracks.size(), list.entries.size(), "track");
  list.nothing = "This playlist is empty.";
  co_return list;
}

}  // namespace

ShareQuestion share_question(const http::Request& request) {
  auto what = shareable_from(request.text("what"));
  auto text = [&](const char* name, std::size_t most) {
    auto value = request.text(name);
    if (value && value->size() > 4 * most) throw Problem(Status::unprocessable, fmt::format("'{}' is too long.", name));
    return value;
  };
  auto number = [&](const char* name, std::int64_t least, std::int64_t most, std::int64_t otherwise) {
    return otherwise == 0 ? request.number(name, least, most) : request.number(name, otherwise, least, most);
  };
  return read_question(what, text, number);
}

ShareQuestion share_question(http::JsonBody& body) {
  auto what = shareable_from(body.optional_text("what", 20));
  auto text = [&](const char* name, std::size_t most) { return body.optional_text(name, most); };
  auto number = [&](const char* name, std::int64_t least, std::int64_t most, std::int64_t otherwise) {
    return otherwise == 0 ? body.number(name, least, most) : body.number(name, least, most, otherwise);
  };
  return read_question(what, text, number);
}

std::optional<ShareQuestion> kept_question(const std::string& what, std::string parameters) {
  Shareable known{};
  if (!boost::describe::enum_from_string(what.c_str(), known)) return std::nullopt;
  return ShareQuestion{known, std::move(parameters)};
}

bool is_rolling(const ShareQuestion& question) {
  if (question.what == Shareable::year || question.what == Shareable::playlist) return false;
  auto request = kept_request(question);
  return !request.text("period") && !request.text("to");
}

ShareQuestion frozen(const ShareQuestion& question, const history::History& history) {
  if (!is_rolling(question)) return question;
  auto request = kept_request(question);
  auto range = asked_range(request, history);
  ShareQuestion fixed{question.what, {}};
  for (const char* name : {"by", "counted_from"})
    if (auto value = request.text(name)) add_parameter(fixed.parameters, name, *value);
  if (range.from) add_parameter(fixed.parameters, "from", *range.from);
  add_parameter(fixed.parameters, "to", range.to);
  return fixed;
}

Heading heading_of(const ShareQuestion& question, const history::History& history, const std::string& playlist_name) {
  auto request = kept_request(question);
  switch (question.what) {
    case Shareable::year: {
      auto trip = kept_trip(question.parameters, history).question;
      bool loved = trip.choice == music::Choice::loved;
      return {playlists::in_words(trip.days), loved ? "What I loved then" : "What came out then"};
    }
    case Shareable::playlist:
      return {playlist_name, "A playlist"};
    case Shareable::recap:
      return {"Recap", range_words(asked_range(request, history))};
    case Shareable::artists:
    case Shareable::albums:
    case Shareable::tracks:
      break;
  }
  bool by_minutes = request.text("by") == "minutes";
  return {fmt::format("Top {}s", shared_noun(question.what)),
          range_words(asked_range(request, history)) + (by_minutes ? ", by minutes" : "")};
}

std::string playlist_asked(const ShareQuestion& question) {
  if (question.what != Shareable::playlist) return {};
  return kept_request(question).text("playlist_id").value_or("");
}

Task<std::optional<SharedList>> shared_list(Id user, Services& services, ShareQuestion question) {
  if (question.what == Shareable::playlist) return playlist_list(user, services, std::move(question));
  return history_list(user, services, std::move(question));
}

cards::Card card_of(const SharedList& list, const std::optional<std::string>& person) {
  // Facts have no chart to be read off: the picture says how much there is of it all.
  auto period = list.ranked || list.figures.empty() ? list.period : list.period + " · " + list.figures;
  cards::Card card{list.title, period, person.value_or(""), {}, list.nothing, list.ranked};
  for (const auto& entry : list.entries) {
    if (card.lines.size() == cards::lines_of(cards::Form::story)) break;
    card.lines.push_back({entry.name, entry.detail, entry.figure});
  }
  return card;
}

}  // namespace mtm::api
