#include "questions/release_date.hpp"

namespace mtm::questions {

using history::Precision;

namespace {

std::size_t length_of(Precision precision) {
  if (precision == Precision::year) return 4;
  return precision == Precision::month ? 7 : 10;
}

}  // namespace

std::optional<std::string> release_date(const history::Tracks& tracks, history::TrackNo track) {
  auto day = tracks.release_days[track];
  if (day == history::kNoDay) return std::nullopt;
  auto date = date_text(day);
  date.resize(length_of(tracks.release_precisions[track]));
  return date;
}

}  // namespace mtm::questions
