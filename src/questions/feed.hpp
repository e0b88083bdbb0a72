// The plays themselves, newest first, page by page.
#pragma once
#include <optional>
#include <vector>

#include "questions/days.hpp"
#include "questions/search.hpp"

namespace mtm::questions {

/// Behind which play a page begins. It stays true while plays are added and removed before and behind it.
struct FeedPlace {
  history::Moment began = 0;
  std::int64_t track_id = 0;
  history::Moment ended = 0;
  std::int64_t equals = 0;  // so many of the plays that say all of this lie before it

  friend bool operator==(const FeedPlace&, const FeedPlace&) = default;
};

/// Which plays; what is not said may be anything.
struct FeedFilter {
  Days days;                      // on which a play began, where the person lives
  std::int32_t counted_from = 0;  // ms_played; a play of unknown length always counts
  bool with_private = true;
  std::optional<std::int64_t> artist_id;
  std::optional<std::int64_t> album_of;  // a track: of the album that it is on
  std::optional<std::int64_t> track_id;  // and the other tracks of its recording
  std::optional<Search> words;
  std::optional<std::int64_t> source_id;  // it is one of those that told the play

  /// Whether it is about what was played and not only about when.
  bool chooses() const {
    return artist_id || album_of || track_id || words || source_id || counted_from > 0 || !with_private;
  }
};

struct FeedDay {
  history::Day day;
  std::int64_t plays = 0, without_length = 0, ms_played = 0;
};

struct FeedPage {
  std::vector<std::uint32_t> plays;  // by number
  std::vector<FeedDay> days;         // those of the plays, newest first, each as a whole
  std::optional<FeedPlace> next;     // nothing where no more plays follow
};

/// At most `limit` plays: those that began later come first; of equals those of the larger id of the track, then those
/// that ended later. As in charts, a play of unknown length began when it ended. What a day has is counted without
/// `source_id`, of which only the plays of a page are known.
FeedPage feed(const history::History& history, const FeedFilter& filter, const std::optional<FeedPlace>& after,
              std::size_t limit);

/// When a play began; of unknown length, when it ended.
history::Moment began(const history::Plays& plays, std::uint32_t play);

}  // namespace mtm::questions
