#include "questions/streaks.hpp"

#include "api/asked_counting.hpp"
#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "api/shown_group.hpp"
#include "api/shown_streak.hpp"
#include "http/json.hpp"
#include "questions/gaps.hpp"

namespace mtm::api {

namespace {

constexpr std::size_t kArtistsAtMost = 20;

struct ArtistWithStreak : ShownArtist, ShownStreak {
  bool lasts;
};
BOOST_DESCRIBE_STRUCT(ArtistWithStreak, (ShownArtist, ShownStreak), (lasts))

struct StreaksAnswer : AskedCounting {
  std::int64_t days_with_plays;
  bool at_least;
  std::optional<ShownStreak> current, longest;
  std::vector<ArtistWithStreak> artists;
};
BOOST_DESCRIBE_STRUCT(StreaksAnswer, (AskedCounting), (days_with_plays, at_least, current, longest, artists))

struct StreaksAsked {
  AskedCounting counting;
  questions::Subject subject;
  history::Day today;
};

std::string streaks_answer(const history::History& history, const StreaksAsked& asked) {
  auto counting = asked.counting.counting();
  auto streaks = questions::streaks(history, counting, asked.today, asked.subject);
  StreaksAnswer answer{asked.counting,         streaks.days,           questions::at_least(history, counting.days),
                       shown(streaks.current), shown(streaks.longest), {}};
  if (!asked.subject.of)
    for (const auto& of : questions::artist_streaks(history, counting, asked.today, kArtistsAtMost))
      answer.artists.push_back({shown_artist(*history.tracks, of.artist), shown(of.longest).value(), of.lasts});
  return to_json(answer).text;
}

}  // namespace

// GET /api/v1/streaks?range=all&of=artist&id=3&counted_from=30
Task<Response> streaks(const Request& request, Services& services) {
  auto history = co_await history_of(request, services);
  StreaksAsked asked{asked_counting(request, *history, "all"), asked_subject(request, *history), api::today(*history)};
  auto work = [history, asked] { return streaks_answer(*history, asked); };
  auto answer = co_await answered(history, services, std::move(work));
  co_return http::json_text(std::move(answer));
}

}  // namespace mtm::api
