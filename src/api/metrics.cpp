// GET /metrics, for Prometheus. Threads are added up: a figure is the process's, not a thread's.
#include <fmt/format.h>

#include "api/handlers.hpp"
#include "core/process.hpp"
#include "core/prometheus.hpp"
#include "http/problem.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;

namespace {

double number(std::int64_t value) { return static_cast<double>(value); }

/// The sum over all threads of what `of` says of one.
template <class Of>
double sum(const Instruments& instruments, Of of) {
  std::int64_t total = 0;
  for (const auto& thread : instruments.threads) total += of(thread);
  return number(total);
}

struct Named {
  int number;
  std::string_view method, pattern;
};

std::vector<Named> named_routes() {
  std::vector<Named> named{{-1, "", "none"}};
  int route = 0;
  for (const auto& known : routes()) named.push_back({route++, to_string(known.method), known.pattern});
  return named;
}

void write_requests(PrometheusText& text, const Instruments& instruments) {
  constexpr std::string_view kClasses[] = {"1xx", "2xx", "3xx", "4xx", "5xx"};
  auto named = named_routes();
  text.family("http_requests_total", "counter", "Answers by route and class of status.");
  for (const auto& route : named)
    for (std::size_t i = 0; i < std::size(kClasses); ++i) {
      auto count =
          sum(instruments, [&](const auto& thread) { return thread.traffic->of(route.number).statuses[i].value(); });
      if (count > 0) text.sample(count, {{"method", route.method}, {"route", route.pattern}, {"status", kClasses[i]}});
    }
  text.family("http_request_duration_seconds", "histogram", "From the last byte of a request's head to its answer.");
  for (const auto& route : named) {
    double below = 0;
    auto in_bucket = [&](std::size_t bucket) {
      return sum(instruments,
                 [&](const auto& thread) { return thread.traffic->of(route.number).durations.in_bucket(bucket); });
    };
    double all = 0;
    for (std::size_t i = 0; i <= Durations::kBounds.size(); ++i) all += in_bucket(i);
    if (all == 0) continue;
    for (std::size_t i = 0; i < Durations::kBounds.size(); ++i) {
      below += in_bucket(i);
      auto bound = fmt::format("{}", number(Durations::kBounds[i]) / 1e6);
      text.sample(below, {{"method", route.method}, {"route", route.pattern}, {"le", bound}}, "_bucket");
    }
    text.sample(std::max(below, all), {{"method", route.method}, {"route", route.pattern}, {"le", "+Inf"}}, "_bucket");
    auto micros = sum(instruments, [&](const auto& thread) {
      return thread.traffic->of(route.number).durations.sum_in_microseconds();
    });
    text.sample(micros / 1e6, {{"method", route.method}, {"route", route.pattern}}, "_sum");
    text.sample(std::max(below, all), {{"method", route.method}, {"route", route.pattern}}, "_count");
  }
}

/// Requests have pools of their own, and so have the background and its exports.
void write_pools(PrometheusText& text, const Instruments& instruments) {
  auto both = [&](std::string_view name, std::string_view type, std::string_view help, auto of) {
    text.family(name, type, help);
    text.sample(sum(instruments, [&](const auto& thread) { return of(*thread.pool).value(); }), {{"pool", "requests"}});
    text.sample(number(of(*instruments.background.pool).value()), {{"pool", "background"}});
    text.sample(number(of(*instruments.background.export_pool).value()), {{"pool", "exports"}});
    text.sample(number(of(*instruments.histories.pool).value()), {{"pool", "histories"}});
  };
  both("db_connections_open", "gauge", "Pipelined connections that are open.",
       [](const auto& pool) { return pool.open; });
  both("db_statements_under_way", "gauge", "Statements that wait for PostgreSQL's answer.",
       [](const auto& pool) { return pool.under_way; });
  both("db_connections_lent", "gauge", "Connections that transactions have to themselves.",
       [](const auto& pool) { return pool.lent; });
  both("db_waiting", "gauge", "Requests that wait for a connection.", [](const auto& pool) { return pool.waiting; });
  both("db_connects_total", "counter", "Connections that were opened.", [](const auto& pool) { return pool.connects; });
  both("db_losses_total", "counter", "Connections that were lost.", [](const auto& pool) { return pool.losses; });
  text.family("db_errors_total", "counter", "Statements that PostgreSQL refused, by SQLSTATE.");
  std::map<std::string, std::int64_t> refusals;
  auto gather = [&](std::string_view state, std::int64_t count) { refusals[std::string(state)] += count; };
  for (const auto& thread : instruments.threads) thread.pool->refusals.visit(gather);
  instruments.background.pool->refusals.visit(gather);
  instruments.background.export_pool->refusals.visit(gather);
  instruments.histories.pool->refusals.visit(gather);
  for (const auto& [state, count] : refusals) text.sample(number(count), {{"sqlstate", state}});
}

void write_groups(PrometheusText& text, const Instruments& instruments) {
  struct Kind {
    std::string_view name;
    const db::GroupMeters* ThreadInstruments::* meters;
  };
  const Kind kinds[] = {{"playlist_writes", &ThreadInstruments::playlist_writes},
                        {"track_reads", &ThreadInstruments::track_reads},
                        {"version_reads", &ThreadInstruments::version_reads}};
  text.family("db_group_size", "histogram", "Members of a group that shared one statement.");
  for (const auto& kind : kinds) {
    auto count = [&](auto of) {
      return sum(instruments, [&](const auto& thread) { return of(*(thread.*kind.meters)).value(); });
    };
    double below = 0;
    for (std::size_t i = 0; i < db::GroupMeters::kSizes; ++i) {
      below += count([&](const auto& group) { return group.sizes[i]; });
      auto bound = std::to_string(std::size_t(1) << i);
      text.sample(below, {{"group", kind.name}, {"le", bound}}, "_bucket");
    }
    below += count([](const auto& group) { return group.sizes[db::GroupMeters::kSizes]; });
    text.sample(below, {{"group", kind.name}, {"le", "+Inf"}}, "_bucket");
    text.sample(count([](const auto& group) { return group.members; }), {{"group", kind.name}}, "_sum");
    text.sample(below, {{"group", kind.name}}, "_count");
  }
  text.family("db_group_retries_total", "counter", "Groups that were sent again.");
  for (const auto& kind : kinds)
    text.sample(sum(instruments, [&](const auto& thread) { return (thread.*kind.meters)->retries.value(); }),
                {{"group", kind.name}});
  text.family("db_group_waiting", "gauge", "Members of the group that gathers now.");
  for (const auto& kind : kinds)
    text.sample(sum(instruments, [&](const auto& thread) { return (thread.*kind.meters)->waiting.value(); }),
                {{"group", kind.name}});
}

void write_spotify(PrometheusText& text, const BackgroundInstruments& background) {
  constexpr std::string_view kClasses[] = {"1xx", "2xx", "3xx", "4xx", "5xx"};
  const auto& meters = *background.captures;
  const auto& answers = *background.answers;
  text.family("spotify_answers_total", "counter", "What Spotify answered; none: the network failed.");
  for (std::size_t i = 0; i < std::size(kClasses); ++i)
    text.sample(number(answers.classes[i].value()), {{"status", kClasses[i]}});
  text.sample(number(answers.refused_for_now.value()), {{"status", "429"}});
  text.sample(number(answers.none.value()), {{"status", "none"}});
  text.single("spotify_budget_calls", "gauge", "Calls to Spotify in the last day.",
              number(meters.calls_in_a_day.value()));
  text.single("spotify_budget_limit", "gauge", "Calls to Spotify that a day may have.",
              number(meters.calls_per_day.value()));
  text.single("spotify_blocked_until_seconds", "gauge",
              "Until when Spotify told us to wait, since 1970; 0: not at all.", number(meters.blocked_until.value()));
}

void write_captures(PrometheusText& text, const jobs::Meters& meters) {
  text.single("captures_under_way", "gauge", "Histories that are being read.",
              number(meters.captures_under_way.value()));
  text.family("captures_total", "counter", "Histories by what became of their reading.");
  text.sample(number(meters.captures_finished.value()), {{"outcome", "finished"}});
  text.sample(number(meters.captures_postponed.value()), {{"outcome", "postponed"}});
  text.sample(number(meters.captures_failed.value()), {{"outcome", "failed"}});
  text.single("polls_under_way", "gauge", "People whose last plays are being read.",
              number(meters.polls_under_way.value()));
  text.family("polls_total", "counter", "Readings of last plays by what became of them.");
  text.sample(number(meters.polls_with_plays.value()), {{"outcome", "plays"}});
  text.sample(number(meters.polls_without_plays.value()), {{"outcome", "nothing_new"}});
  text.sample(number(meters.polls_postponed.value()), {{"outcome", "postponed"}});
  text.sample(number(meters.polls_failed.value()), {{"outcome", "failed"}});
  text.single("polled_plays_total", "counter", "Plays that such readings have kept.",
              number(meters.plays_polled.value()));
  text.single("gaps_found_total", "counter", "Stretches of time in which plays may be missing.",
              number(meters.gaps_found.value()));
  text.family("enriched_tracks_total", "counter",
              "Tracks that imports alone had named, by what Spotify said when it was asked for them.");
  text.sample(number(meters.tracks_named.value()), {{"outcome", "named"}});
  text.sample(number(meters.tracks_unknown.value()), {{"outcome", "unknown"}});
  text.single("publications_total", "counter", "Playlists that were brought to Spotify.",
              number(meters.publications.value()));
}

void write_imports(PrometheusText& text, const jobs::ImportMeters& meters) {
  text.single("imports_waiting", "gauge", "Uploads that wait for the one that is imported.",
              number(meters.waiting.value()));
  text.single("imports_under_way", "gauge", "Uploads that are being imported.", number(meters.under_way.value()));
  text.family("imports_total", "counter", "Uploads by what became of them; refused: the file was at fault.");
  text.sample(number(meters.finished.value()), {{"outcome", "finished"}});
  text.sample(number(meters.refused.value()), {{"outcome", "refused"}});
  text.sample(number(meters.failed.value()), {{"outcome", "failed"}});
  text.sample(number(meters.stopped.value()), {{"outcome", "stopped"}});
  text.sample(number(meters.cancelled.value()), {{"outcome", "cancelled"}});
  text.family("import_rows_total", "counter", "Rows of finished imports by what became of them.");
  text.sample(number(meters.rows_added.value()), {{"outcome", "added"}});
  text.sample(number(meters.rows_already_there.value()), {{"outcome", "already_there"}});
  text.sample(number(meters.rows_rejected.value()), {{"outcome", "rejected"}});
}

void write_exports(PrometheusText& text, const transfer::ExportMeters& meters) {
  text.single("exports_under_way", "gauge", "Archives that are being sent.", number(meters.under_way.value()));
  text.family("exports_total", "counter", "Archives by what became of them; left: the reader went away.");
  text.sample(number(meters.finished.value()), {{"outcome", "finished"}});
  text.sample(number(meters.failed.value()), {{"outcome", "failed"}});
  text.sample(number(meters.left.value()), {{"outcome", "left"}});
  text.single("export_rows_total", "counter", "Rows that were put into archives.", number(meters.rows.value()));
}

void write_histories(PrometheusText& text, const HistoryInstruments& histories) {
  auto cached = histories.cache->figures();
  const auto& meters = *histories.meters;
  text.single("history_cache_histories", "gauge", "Histories in memory.", number(cached.histories));
  text.single("history_cache_bytes", "gauge", "Memory that their columns take.", number(cached.bytes));
  text.single("history_cache_evictions_total", "counter", "Histories that made room for others.",
              number(cached.evictions));
  text.family("history_reads_total", "counter", "Histories that were read from the database, whole or what was newer.");
  text.sample(number(meters.loads.value()), {{"what", "whole"}});
  text.sample(number(meters.updates.value()), {{"what", "newer"}});
  text.single("history_read_failures_total", "counter", "Of them, those that failed.", number(meters.failures.value()));
  text.single("history_reads_under_way", "gauge", "Histories that are being read.", number(meters.loading.value()));
  text.family("history_read_seconds", "histogram", "How long the reading of a history took.");
  double below = 0;
  for (std::size_t i = 0; i < Durations::kBounds.size(); ++i) {
    below += number(meters.load_times.in_bucket(i));
    auto bound = fmt::format("{}", number(Durations::kBounds[i]) / 1e6);
    text.sample(below, {{"le", bound}}, "_bucket");
  }
  below += number(meters.load_times.in_bucket(Durations::kBounds.size()));
  text.sample(below, {{"le", "+Inf"}}, "_bucket");
  text.sample(number(meters.load_times.sum_in_microseconds()) / 1e6, {}, "_sum");
  text.sample(below, {}, "_count");
}

void write_process(PrometheusText& text) {
  auto figures = process_figures();
  text.single("process_resident_memory_bytes", "gauge", "Memory that the process has.", number(figures.resident_bytes));
  text.single("process_open_fds", "gauge", "Open descriptors.", number(figures.open_descriptors));
  text.single("process_max_fds", "gauge", "Descriptors that may be open.", number(figures.most_descriptors));
  text.single("process_cpu_seconds_total", "counter", "Processor time that was used.", figures.cpu_seconds);
  text.single("process_start_time_seconds", "gauge", "When the process started, since 1970.", figures.started_at);
}

void check_token(const Request& request, const Instruments& instruments) {
  if (instruments.token.empty()) {
    if (!instruments.is_open) throw Problem(Status::not_found, "There is nothing at this address.");
    return;
  }
  if (same_secret(request.bearer_token().value_or(""), instruments.token)) return;
  Problem problem(Status::unauthorized, "Show the token of the metrics.");
  problem.fields.emplace_back("WWW-Authenticate", "Bearer");
  throw problem;
}

}  // namespace

// GET /metrics
Task<Response> metrics(const Request& request, Services& services) {
  const auto& instruments = services.instruments;
  check_token(request, instruments);
  PrometheusText text;
  write_requests(text, instruments);
  write_pools(text, instruments);
  write_groups(text, instruments);
  write_spotify(text, instruments.background);
  write_captures(text, *instruments.background.captures);
  write_imports(text, *instruments.background.imports);
  write_exports(text, *instruments.background.exports);
  write_histories(text, instruments.histories);
  write_process(text);
  auto response = http::json_text(std::move(text).text());
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  co_return response;
}

}  // namespace mtm::api
