#include "questions/listening_sessions.hpp"

#include <algorithm>

namespace mtm::questions {

using history::History;
using history::Moment;

namespace {

constexpr std::uint32_t kFewestPlays = 2;

/// Those of the question, from sessions that come latest first.
class SessionsFound {
 public:
  SessionsFound(const ListeningSessionsQuestion& question, Stretch stretch) : question_(question), stretch_(stretch) {}

  void take(const ListeningSession& session) {
    if (session.plays < kFewestPlays || !stretch_.has(session.began)) return;
    auto place = found_.count++;
    found_.plays += session.plays;
    found_.listened += session.listened;
    if (!found_.longest || session.listened > found_.longest->listened) found_.longest = session;
    if (place >= question_.offset && found_.sessions.size() < question_.limit) found_.sessions.push_back(session);
  }

  ListeningSessions result() && { return std::move(found_); }

 private:
  const ListeningSessionsQuestion& question_;
  Stretch stretch_;
  ListeningSessions found_;
};

}  // namespace

ListeningSessions listening_sessions(const History& history, const ListeningSessionsQuestion& question) {
  const auto& plays = *history.plays;
  auto stretch = stretch_of(history, question.counting.days);
  SessionsFound found(question, stretch);
  ListeningSession session;
  // From the last end back to the first.
  for (auto play = plays.size(); play-- > 0;) {
    auto one = history::counted(plays, question.counting.filter, play);
    if (!one) continue;
    auto began = one->first, ended = plays.ended[play];
    if (session.plays > 0 && session.began - ended > kSessionEnds) {
      found.take(session);
      bool all_earlier = session.began < stretch.begin;
      session = ListeningSession();
      if (all_earlier) break;
    }
    if (session.plays == 0) session.began = session.ended = ended;
    // The play with which the session has begun so far ended later than this one: where both play is counted already.
    session.listened += std::max(Moment(0), std::min(ended, session.began) - began);
    session.began = std::min(session.began, began);
    ++session.plays;
  }
  found.take(session);
  return std::move(found).result();
}

}  // namespace mtm::questions
