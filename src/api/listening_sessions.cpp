#include "questions/listening_sessions.hpp"

#include "api/asked_counting.hpp"
#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "api/shown_session.hpp"
#include "http/json.hpp"
#include "questions/gaps.hpp"

namespace mtm::api {

namespace {

struct SessionsAnswer : AskedCounting, AskedPage {
  std::int64_t total, plays;
  double minutes;
  std::optional<double> average_plays, average_minutes;
  bool at_least;
  std::optional<ShownSession> longest;
  std::vector<ShownSession> sessions;
};
BOOST_DESCRIBE_STRUCT(SessionsAnswer, (AskedCounting, AskedPage),
                      (total, plays, minutes, average_plays, average_minutes, at_least, longest, sessions))

std::string sessions_answer(const history::History& history, const AskedCounting& asked, const AskedPage& page) {
  questions::ListeningSessionsQuestion question{asked.counting(), static_cast<std::size_t>(page.offset),
                                                static_cast<std::size_t>(page.limit)};
  auto found = questions::listening_sessions(history, question);
  SessionsAnswer answer{asked, page, static_cast<std::int64_t>(found.count), found.plays,
                        shown_minutes(found.listened / 1'000)};
  if (found.count > 0) {
    auto count = static_cast<std::int64_t>(found.count);
    answer.average_plays = static_cast<double>(found.plays) / static_cast<double>(count);
    answer.average_minutes = shown_minutes(found.listened / count / 1'000);
  }
  answer.at_least = questions::at_least(history, question.counting.days);
  if (found.longest) answer.longest = shown(*found.longest);
  for (const auto& session : found.sessions) answer.sessions.push_back(shown(session));
  return to_json(answer).text;
}

}  // namespace

// GET /api/v1/listening-sessions?range=12m&counted_from=30&limit=20&offset=0
Task<Response> listening_sessions(const Request& request, Services& services) {
  auto page = asked_page(request, 20);
  auto history = co_await history_of(request, services);
  auto asked = asked_counting(request, *history);
  auto work = [history, asked, page] { return sessions_answer(*history, asked, page); };
  auto answer = co_await answered(history, services, std::move(work));
  co_return http::json_text(std::move(answer));
}

}  // namespace mtm::api
