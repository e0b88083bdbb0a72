// What sounds like a track: music/similarity.hpp says how near.
#pragma once
#include <vector>

#include "core/id.hpp"
#include "history/history.hpp"
#include "music/similarity.hpp"

namespace mtm::questions {

struct Similar {
  history::TrackNo track;
  double similarity;  // 0 to 1
};

/// The `most` tracks nearest to this sound, nearest first; of equally near ones the smaller id first. The track with
/// the id `itself`, which need not be in the library, is left out, as are those whose sound is not known.
std::vector<Similar> similar(const history::Tracks& tracks, Id itself, const music::Sound& sound, std::size_t most);

}  // namespace mtm::questions
