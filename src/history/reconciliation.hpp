// The plays of one person, from what several sources told of them (sightings.hpp); by the rules of same_plays.hpp.
//
// How a history is built: Builder collects sightings instead of plays. Without a base it calls reconciled_whole(), else
// reconciled_next() with the base's plays, what it kept, and its facts; both say the same of the same sightings, so a
// history that grew is one that was loaded at once. Songs are numbered (same_songs.hpp) only when there is more than
// one source, and anew only when tracks have changed; a history holds the numbers beside KeptSightings. Rows that are
// taken away make a new epoch: the history is loaded anew.
#pragma once
#include <memory>
#include <vector>

#include "history/same_plays.hpp"
#include "history/sightings.hpp"

namespace mtm::history {

/// The plays, in the order of Plays, without those of which a sighting is removed; a play of which only the start is
/// known ends as end_of() says. Sightings that are told_alike() and in order cost one look at each; others a sort.
Plays reconciled(Sightings sightings, const TrackFacts& tracks);

/// The sightings behind the plays of one version, for the next one, and to say who told them. While all are of one
/// source that tells when plays ended, as nearly everybody's are, the plays themselves say as much and nothing is kept.
struct KeptSightings {
  std::vector<std::shared_ptr<const Sightings>> parts;  // shared by versions; empty while `alike` says all
  Sighting alike;  // teller, source and cut_to_minute of every play; of use while there are plays and no parts

  std::size_t bytes() const;
};

struct ReconciledPlays {
  std::shared_ptr<const Plays> plays;
  KeptSightings kept;
};

/// The plays of a whole history.
ReconciledPlays reconciled_whole(Sightings sightings, const TrackFacts& tracks);

/// The next version of `base` with newer sightings: what reconciled_whole() of all of them says. Songs are reconciled
/// each by itself, so only those are done again that newer sightings speak of, or whose tracks have got another length
/// or song since. `tracks_then` are the facts that the base was made with, of the same tracks or of fewer.
ReconciledPlays reconciled_next(const ReconciledPlays& base, const TrackFacts& tracks_then, Sightings newer,
                                const TrackFacts& tracks);

}  // namespace mtm::history
