// Whose plays a question is about.
#pragma once
#include <optional>

#include "questions/grouped.hpp"

namespace mtm::questions {

/// Everything, or one artist, album or recording by its number.
struct Subject {
  std::optional<ChartOf> of;
  std::uint32_t number = 0;
};

/// An artist by its id, an album by the id of any track on it, a track by its own. Nothing when the library does not
/// have it.
std::optional<Subject> subject_of(const history::History& history, ChartOf of, Id id);

/// The tracks whose plays are the subject's: of a track, all of its recording.
class SubjectTracks {
 public:
  SubjectTracks(const history::History& history, const Subject& subject)
      : numbers_(subject.of ? &numbers_of(history, *subject.of) : nullptr), number_(subject.number) {}

  bool have(history::TrackNo track) const { return !numbers_ || (*numbers_)[track] == number_; }

 private:
  const std::vector<std::uint32_t>* numbers_;  // by track; null: of everything
  std::uint32_t number_;
};

}  // namespace mtm::questions
