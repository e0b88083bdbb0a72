// Makes a history from rows: a whole one, or the next version of one from the rows that are newer.
#pragma once
#include <span>
#include <string>
#include <unordered_map>

#include "history/history.hpp"
#include "history/rows.hpp"

namespace mtm::history {

class Builder {
 public:
  /// Begins with an empty history, or with what `base` knows; null is none.
  explicit Builder(HistoryPtr base = nullptr);

  /// A track that is known already gets the facts of this row.
  void add(const TrackRow& row);
  /// As add(), of the catalogue's facts alone: when it was met stays as it is. For tracks that are known.
  void refresh(const TrackRow& row);
  /// After the tracks. Names of artists by their ids; those of whom the library has no track are passed over.
  void rename_artists(const std::unordered_map<std::int64_t, std::string>& names);
  /// After the tracks. A play of a track that the library lacks is left out and counted. What several sources tell of
  /// one play is reconciled at the end (reconciliation.hpp).
  void add(const PlayRow& row);
  /// After the tracks, for a whole history: removing a play begins a new epoch. The row that a removal is of, and
  /// with it all that tells of the same play, is left out; where it is not there any more, the removal stands in for
  /// it. Of a track that the library lacks it says nothing.
  void add(const RemovedRow& row);
  /// After the tracks. The rows of one top list must all be there: they replace the list of that day.
  void add(const SnapshotRow& row);

  /// All that the person has decided; without it, what `base` knows.
  void set_decisions(std::vector<RecordingDecision> decisions);
  /// All gaps that are open, in the order of their beginnings; without it, those that `base` knows.
  void set_gaps(std::vector<Gap> gaps);

  /// Rows whose track is not in the library. Nothing writes such rows; they are no reason to answer nothing.
  std::int64_t left_out() const { return left_out_; }

  void set_catalogue_seen(Moment moment) { catalogue_seen_ = moment; }

  /// Ends the building.
  HistoryPtr finish(Id user, std::int64_t version, std::int64_t epoch, std::shared_ptr<const TimeZone> zone);

 private:
  struct Entry {
    TimeRange range;
    Day day;
    std::int16_t rank;
    TrackNo track;
  };
  Tracks& tracks();
  Meetings& meetings();
  const Tracks& known_tracks() const { return new_tracks_ ? *new_tracks_ : *base_->tracks; }
  TrackNo find(std::int64_t id) const;
  bool same_facts(TrackNo track, const TrackRow& row) const;
  void set_facts(TrackNo track, const TrackRow& row);
  std::uint32_t artist(const TrackRow& row);
  std::uint32_t album(const TrackRow& row, std::uint32_t artist);
  Text keep(std::string_view text);
  bool replace(Text& known, std::string_view text);
  Text keep_folded(std::string_view name);
  std::uint32_t source(std::int64_t id);
  void mark_removed();
  void reconcile(History& history);
  void group_recordings(History& history);
  std::shared_ptr<const Snapshots> merged_snapshots();
  struct Ends {
    std::span<const Moment> ended;
    std::span<const TrackNo> tracks;
  };
  std::shared_ptr<const Counts> counted(const Counts& before, Ends more) const;
  std::shared_ptr<const Totals> totalled() const;

  HistoryPtr base_;
  std::shared_ptr<Tracks> new_tracks_;      // null while they are the base's
  std::shared_ptr<Meetings> new_meetings_;  // the same
  std::unordered_map<std::int64_t, TrackNo> numbers_;
  std::unordered_map<std::int64_t, std::uint32_t> artists_;
  std::unordered_map<std::size_t, std::uint32_t> albums_;  // by a key of name and image, or of name and artist
  std::vector<std::uint32_t> album_artists_;               // by album, of those without an image; kNone: of the others
  std::vector<std::int64_t> sources_;                      // ids by number
  Sightings sightings_;
  std::vector<Sighting> removed_;
  std::vector<Entry> entries_;
  std::shared_ptr<const std::vector<RecordingDecision>> new_decisions_;  // null while they are the base's
  std::shared_ptr<const std::vector<Gap>> new_gaps_;                     // the same
  std::int64_t left_out_ = 0;
  Moment catalogue_seen_ = kNever;
};

}  // namespace mtm::history
