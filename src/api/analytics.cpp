// How taste moved: what the top lists and the library say over time.
#include "api/asked_range.hpp"
#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "http/json.hpp"
#include "questions/dashboard.hpp"
#include "questions/top_lists.hpp"

namespace mtm::api {

using history::History;
using history::TimeRange;

namespace {

constexpr std::size_t kFaithfulAtMost = 20;

struct Turnover {
  std::string date;
  std::optional<std::string> before;
  std::int64_t tracks, fresh;
  std::optional<double> share;
};
BOOST_DESCRIBE_STRUCT(Turnover, (), (date, before, tracks, fresh, share))

struct TurnoverAnswer {
  AskedRange range;
  TimeRange time_range;
  std::optional<Turnover> latest;
  std::vector<Turnover> snapshots;
};
BOOST_DESCRIBE_STRUCT(TurnoverAnswer, (), (range, time_range, latest, snapshots))

struct MonthDiversity {
  std::string month;
  std::int64_t artists;
  double effective_artists;
};
BOOST_DESCRIBE_STRUCT(MonthDiversity, (), (month, artists, effective_artists))

struct DiversityAnswer {
  AskedRange range;
  TimeRange time_range;
  std::vector<MonthDiversity> months;
};
BOOST_DESCRIBE_STRUCT(DiversityAnswer, (), (range, time_range, months))

struct FaithfulArtist {
  Id id;
  std::string_view name;
  std::int64_t days, tracks;
  std::string first_day, last_day;
};
BOOST_DESCRIBE_STRUCT(FaithfulArtist, (), (id, name, days, tracks, first_day, last_day))

struct ArtistsAnswer {
  AskedRange range;
  TimeRange time_range;
  std::int64_t snapshots;
  std::vector<FaithfulArtist> artists;
};
BOOST_DESCRIBE_STRUCT(ArtistsAnswer, (), (range, time_range, snapshots, artists))

struct GrowthMonth {
  std::string month;
  std::int64_t tracks, total;
};
BOOST_DESCRIBE_STRUCT(GrowthMonth, (), (month, tracks, total))

struct Discoveries {
  std::string date;
  std::int64_t tracks, fresh;
};
BOOST_DESCRIBE_STRUCT(Discoveries, (), (date, tracks, fresh))

struct GrowthAnswer {
  AskedRange range;
  TimeRange time_range;
  std::int64_t before;  // tracks that had appeared before the first of the months
  std::vector<GrowthMonth> months;
  std::vector<Discoveries> snapshots;
};
BOOST_DESCRIBE_STRUCT(GrowthAnswer, (), (range, time_range, before, months, snapshots))

TurnoverAnswer turnover_of(const History& history, TimeRange list, const AskedRange& range) {
  TurnoverAnswer answer{range, list, std::nullopt, {}};
  for (const auto& of : questions::turnover(*history.snapshots, list, range.days())) {
    Turnover turnover{date_text(of.day), std::nullopt, of.tracks, of.fresh, of.share};
    if (of.before) turnover.before = date_text(*of.before);
    answer.snapshots.push_back(std::move(turnover));
  }
  if (!answer.snapshots.empty()) answer.latest = answer.snapshots.back();
  return answer;
}

DiversityAnswer diversity_of(const History& history, TimeRange list, const AskedRange& range) {
  DiversityAnswer answer{range, list, {}};
  for (auto of : questions::diversity(history, list, range.days()))
    answer.months.push_back({month_text(of.month), of.artists, of.effective_artists});
  return answer;
}

ArtistsAnswer artists_of(const History& history, TimeRange list, const AskedRange& range) {
  const auto& tracks = *history.tracks;
  auto snapshots = questions::top_lists(*history.snapshots, list, range.days()).size();
  ArtistsAnswer answer{range, list, static_cast<std::int64_t>(snapshots), {}};
  for (const auto& of : questions::faithful_artists(history, list, range.days(), kFaithfulAtMost))
    answer.artists.push_back({Id{tracks.artist_ids[of.artist]}, tracks.text(tracks.artist_names[of.artist]), of.days,
                              of.tracks, date_text(of.first_day), date_text(of.last_day)});
  return answer;
}

GrowthAnswer growth_of(const History& history, TimeRange list, const AskedRange& range) {
  auto days = range.days();
  GrowthAnswer answer{range, list, 0, {}, {}};
  std::int64_t total = 0;
  for (auto of : questions::first_appearances(history)) {
    total += of.tracks;
    if (range.from && of.month < month_of(days.first))
      answer.before = total;
    else if (of.month <= month_of(days.last))
      answer.months.push_back({month_text(of.month), of.tracks, total});
  }
  for (auto of : questions::discoveries(history, list, days))
    answer.snapshots.push_back({date_text(of.day), of.tracks, of.fresh});
  return answer;
}

/// Answers a request with what `question` says of its list and its days.
template <class Answer>
Task<Response> answer_to(const Request& request, Services& services,
                         Answer (*question)(const History&, TimeRange, const AskedRange&)) {
  auto list = asked_list(request);
  auto history = co_await history_of(request, services);
  auto range = asked_range(request, *history);
  auto work = [history, list, range, question] { return question(*history, list, range); };
  auto answer = co_await answered(history, services, std::move(work));
  co_return http::json(answer);
}

}  // namespace

// GET /api/v1/analytics/turnover?range=12m&time_range=short_term
Task<Response> turnover(const Request& request, Services& services) {
  return answer_to(request, services, turnover_of);
}

// GET /api/v1/analytics/diversity?range=12m&time_range=short_term
Task<Response> diversity(const Request& request, Services& services) {
  return answer_to(request, services, diversity_of);
}

// GET /api/v1/analytics/artists?range=12m&time_range=short_term
Task<Response> faithful_artists(const Request& request, Services& services) {
  return answer_to(request, services, artists_of);
}

// GET /api/v1/analytics/growth?range=12m&time_range=short_term
Task<Response> growth(const Request& request, Services& services) { return answer_to(request, services, growth_of); }

}  // namespace mtm::api
