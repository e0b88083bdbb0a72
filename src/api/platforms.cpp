#include "questions/platforms.hpp"

#include "api/asked_counting.hpp"
#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "http/json.hpp"

namespace mtm::api {

namespace {

struct SharedPlays : ShownPlayed {
  std::optional<double> share;  // of all plays or minutes, as is asked by
};
BOOST_DESCRIBE_STRUCT(SharedPlays, (ShownPlayed), (share))

struct OnPlatform : SharedPlays {
  std::string_view platform;
};
BOOST_DESCRIBE_STRUCT(OnPlatform, (SharedPlays), (platform))

struct InCountry : SharedPlays {
  std::optional<std::string> country;  // nothing: unknown
};
BOOST_DESCRIBE_STRUCT(InCountry, (SharedPlays), (country))

struct PlatformsAnswer : AskedCounting {
  ShownPlayed played;
  std::vector<OnPlatform> platforms;
};
BOOST_DESCRIBE_STRUCT(PlatformsAnswer, (AskedCounting), (played, platforms))

struct CountriesAnswer : AskedCounting {
  ShownPlayed played;
  std::vector<InCountry> countries;
};
BOOST_DESCRIBE_STRUCT(CountriesAnswer, (AskedCounting), (played, countries))

struct YesOrNo {
  SharedPlays yes, no, unknown;  // shares of the plays that say it
};
BOOST_DESCRIBE_STRUCT(YesOrNo, (), (yes, no, unknown))

struct ModesAnswer : AskedCounting {
  ShownPlayed played;
  YesOrNo shuffle, offline;
  SharedPlays in_private;
};
BOOST_DESCRIBE_STRUCT(ModesAnswer, (AskedCounting), (played, shuffle, offline, in_private))

SharedPlays shared(const questions::Played& part, const questions::Played& whole, questions::By by) {
  SharedPlays plays{shown(part), {}};
  auto metric = [by](const questions::Played& played) {
    return by == questions::By::plays ? static_cast<double>(played.plays) : static_cast<double>(played.ms_played);
  };
  if (metric(whole) > 0) plays.share = metric(part) / metric(whole);
  return plays;
}

YesOrNo shared(const questions::Answers& answers, questions::By by) {
  auto said = answers.yes;
  said.add(answers.no);
  return {shared(answers.yes, said, by), shared(answers.no, said, by), {shown(answers.unknown), {}}};
}

template <class Entry>
questions::Played all_of(const std::vector<Entry>& entries) {
  questions::Played all;
  for (const auto& entry : entries) all.add(entry.played);
  return all;
}

std::string platforms_answer(const history::History& history, const AskedCounting& asked) {
  auto counting = asked.counting();
  auto found = questions::platforms(history, counting);
  auto all = all_of(found);
  PlatformsAnswer answer{asked, shown(all), {}};
  for (const auto& entry : found)
    answer.platforms.push_back({shared(entry.played, all, counting.by), music::name_of(entry.platform)});
  return to_json(answer).text;
}

std::string countries_answer(const history::History& history, const AskedCounting& asked) {
  auto counting = asked.counting();
  auto found = questions::countries(history, counting);
  auto all = all_of(found);
  CountriesAnswer answer{asked, shown(all), {}};
  for (const auto& entry : found) {
    InCountry plays{shared(entry.played, all, counting.by), {}};
    if (entry.country != 0) plays.country = music::name_of_country(entry.country);
    answer.countries.push_back(std::move(plays));
  }
  return to_json(answer).text;
}

std::string modes_answer(const history::History& history, const AskedCounting& asked) {
  auto counting = asked.counting();
  auto found = questions::listening_modes(history, counting);
  auto by = counting.by;
  ModesAnswer answer{asked, shown(found.all), shared(found.shuffle, by), shared(found.offline, by),
                     shared(found.in_private, found.all, by)};
  return to_json(answer).text;
}

Task<Response> answer_to(const Request& request, Services& services,
                         std::string (*answer_of)(const history::History&, const AskedCounting&)) {
  auto history = co_await history_of(request, services);
  auto asked = asked_counting(request, *history);
  auto work = [history, asked, answer_of] { return answer_of(*history, asked); };
  auto answer = co_await answered(history, services, std::move(work));
  co_return http::json_text(std::move(answer));
}

}  // namespace

// GET /api/v1/platforms?range=12m&by=plays
Task<Response> platforms(const Request& request, Services& services) {
  return answer_to(request, services, platforms_answer);
}

// GET /api/v1/countries, the same
Task<Response> countries(const Request& request, Services& services) {
  return answer_to(request, services, countries_answer);
}

// GET /api/v1/listening-modes, the same
Task<Response> listening_modes(const Request& request, Services& services) {
  return answer_to(request, services, modes_answer);
}

}  // namespace mtm::api
