#include "transfer/old_app/source.hpp"

#include <fmt/format.h>

#include <array>

#include "music/features.hpp"
#include "spotify/payloads.hpp"
#include "spotify/release_date.hpp"
#include "store/imported_plays.hpp"
#include "transfer/old_app/row_numbers.hpp"

namespace mtm::transfer {

namespace {

constexpr std::size_t kLongestName = 500;        // the catalogue's bound
constexpr std::size_t kLongestPlaylistId = 100;  // and a playlist's
constexpr std::int64_t kMostInt = 2147483647;
constexpr std::int64_t kMostSmallInt = 32767;
constexpr std::int64_t kMostPopular = 100;

/// What is selected of a table beside the row's number: the file's own columns. Readers know them by their places, of
/// which the first is 1, so each list stands above the function that reads it.
template <class Row>
std::string columns(Generation generation, bool compare);

void take_release_date(TrackRow& row, const std::string& text) {
  static constexpr std::array<std::pair<const char*, const char*>, 3> kForms = {
      {{"year", "-01-01"}, {"month", "-01"}, {"day", ""}}};
  const auto& [precision, rest] = kForms[text.size() == 4 ? 0 : text.size() == 7 ? 1 : 2];
  row.release_precision = precision;
  row.release_date = day_from(text + rest);
}

template <>
std::string columns<ArtistRow>(Generation, bool) {
  return "spotify_id, name, created_at";
}

ArtistRow read_artist(Cells& cells) {
  ArtistRow row;
  row.name = cells.text(2, kLongestName);
  // An export has artists of whom only the name is known. Under such an id no other name may come: it would be
  // everybody's.
  row.spotify_id = cells.raw_text(1);
  bool made_of_name =
      row.spotify_id == made_up_artist_id(row.name) || row.spotify_id == store::nameless_artist_id(row.name);
  if (!made_of_name) row.spotify_id = cells.spotify_id(1);
  row.created_at = cells.time_or_mend(3);
  return row;
}

void check_features(Cells& cells, int column) {
  for (const auto& [key, value] : cells.numbers())
    for (const auto& feature : music::kFeatureRanges)
      if (key == feature.name) cells.check_number(column, key, value, feature.least, feature.most);
}

constexpr const char* kOlderTrack =
    "spotify_id, name, artist_id, (select spotify_id from artists_by_id as artist where artist.id = tracks.artist_id), "
    "album_name, release_date, duration_ms, popularity, audio_features, created_at, "
    "id, (select row from tracks_by_id as track where track.id = tracks.id)";

TrackRow read_older_track(Cells& cells, std::int64_t number) {
  TrackRow row;
  row.spotify_id = cells.spotify_id(1);
  row.name = cells.text(2, kLongestName);
  if (cells.null(3)) cells.reject(3, "is missing: the track names no artist");
  if (cells.null(4)) cells.reject(3, "is an orphan: there is no such artist in the file");
  row.artist_spotify_id = cells.raw_text(4);
  if (!is_spotify_id(row.artist_spotify_id) && !row.artist_spotify_id.starts_with('_'))
    cells.reject(3, "is an orphan: its artist was rejected");
  row.album_name = cells.text_if_any(5, kLongestName);
  if (auto date = cells.release_date_or_mend(6)) take_release_date(row, *date);
  if (auto duration = cells.whole_number_if_any(7, 0, kMostInt)) row.duration_ms = static_cast<std::int32_t>(*duration);
  if (auto popularity = cells.whole_number_if_any(8, 0, kMostPopular))
    row.popularity = static_cast<std::int16_t>(*popularity);
  row.audio_features = cells.object_or_mend(9);
  if (row.audio_features) check_features(cells, 9);
  row.created_at = cells.time_or_mend(10);
  if (row.created_at) cells.note_odd_day(10, std::chrono::floor<std::chrono::days>(*row.created_at));
  row.old_id = cells.whole_number(11, INT64_MIN, INT64_MAX);
  if (!cells.null(12) && cells.row_id(12) != number) cells.reject(11, "is that of another row too");
  return row;
}

/// What Spotify's own answer says beyond the columns. It is a help, not a duty: what is not as expected there is left
/// out.
void take_from_spotify(TrackRow& row, const std::string& artist_name, spotify::Reader& reader) {
  spotify::Track track;
  try {
    track = reader.track(row.raw_json->text);
  } catch (const spotify::Unreadable&) {
    return;
  }
  if (!track.artists.empty() && is_spotify_id(track.artists[0].id.value_or("")) && track.artists[0].name == artist_name)
    row.artist_spotify_id = *track.artists[0].id;
  if (track.release) take_release_date(row, track.release->text);
  if (track.popularity && *track.popularity >= 0 && *track.popularity <= kMostPopular)
    row.popularity = static_cast<std::int16_t>(*track.popularity);
  if (track.isrc && track.isrc->size() <= 32) row.isrc = track.isrc;
  if (track.image_url && track.image_url->starts_with("https://")) row.image_url = track.image_url;
}

constexpr const char* kRevisedTrack = "track_id, name, artist_name, album_name, duration_ms, spotify_url, raw_json";

TrackRow read_revised_track(Cells& cells, spotify::Reader& reader) {
  TrackRow row;
  row.spotify_id = cells.spotify_id(1);
  row.name = cells.text(2, kLongestName);
  auto artist = cells.text_if_any(3, kLongestName);
  if (!artist || artist->empty()) cells.reject(3, "is missing: the track names no artist");
  row.album_name = cells.text_if_any(4, kLongestName);
  if (auto duration = cells.whole_number_if_any(5, 0, kMostInt)) row.duration_ms = static_cast<std::int32_t>(*duration);
  if (!cells.null(6) && cells.raw_text(6) != "https://open.spotify.com/track/" + row.spotify_id)
    cells.mend("spotify_url is not the track's own address, which takes its place");
  row.raw_json = cells.object_or_mend(7);
  if (row.raw_json)
    for (const auto& [key, value] : cells.numbers())
      if (key == "popularity") cells.check_number(7, key, value, 0, kMostPopular);
  row.artist_spotify_id = made_up_artist_id(*artist);
  if (row.raw_json) take_from_spotify(row, *artist, reader);
  row.artist_name = std::move(artist);
  return row;
}

/// The two answers to json_question(), in the order of JsonAnswer; invalid JSON in a cell does not fail the
/// query.
std::string json_answers(const JsonQuestion& question) {
  auto valid = fmt::format("case when typeof({0}) = 'text' then json_valid({0}) else 0 end", question.column);
  return fmt::format(
      ", case when {0} then json_type({1}) = 'object' else 0 end"
      ", case when {0} then case when json_type({1}, '$.{2}') in ('integer', 'real') then json_extract({1}, '$.{2}') "
      "end end",
      valid, question.column, question.key);
}

template <>
std::string columns<TrackRow>(Generation generation, bool compare) {
  std::string columns = generation == Generation::older ? kOlderTrack : kRevisedTrack;
  if (compare) columns += json_answers(json_question(generation));
  return columns;
}

/// How a row is read, apart from its cells.
struct Manner {
  Generation generation;
  bool compare;
  spotify::Reader& reader;
  std::int64_t number;  // of the row
};

void read_row(Cells& cells, const Manner&, ArtistRow& row) { row = read_artist(cells); }

void read_row(Cells& cells, const Manner& manner, TrackRow& row) {
  row = manner.generation == Generation::older ? read_older_track(cells, manner.number)
                                               : read_revised_track(cells, manner.reader);
}

template <>
std::string columns<EntryRow>(Generation, bool compare) {
  std::string columns = "playlist_id, track_id, position, created_at";
  if (compare) columns += ", (select spotify_id from tracks_by_id as track where track.id = playlist_tracks.track_id)";
  return columns;
}

void read_row(Cells& cells, const Manner& manner, EntryRow& row) {
  row.playlist_id = cells.text(1, kLongestPlaylistId);
  if (row.playlist_id.empty()) cells.reject(1, "is empty");
  row.old_track_id = cells.whole_number(2, INT64_MIN, INT64_MAX);
  row.position = static_cast<std::int16_t>(cells.whole_number(3, 0, kMostSmallInt));
  row.created_at = cells.time_or_mend(4);
  row.track_spotify_id = manner.compare ? cells.raw_text(5) : "";
}

template <>
std::string columns<SnapshotRow>(Generation, bool) {
  return "track_id, snapshot_date, time_range, rank";
}

void read_row(Cells& cells, const Manner&, SnapshotRow& row) {
  row.track_spotify_id = cells.spotify_id(1);
  row.snapshot_date = cells.day(2);
  cells.note_odd_day(2, row.snapshot_date);
  row.time_range = cells.text(3, 100);
  if (row.time_range != "short_term" && row.time_range != "medium_term" && row.time_range != "long_term")
    cells.reject(3, "is none of short_term, medium_term and long_term");
  row.rank = static_cast<std::int16_t>(cells.whole_number(4, 1, kMostSmallInt));
}

}  // namespace

const JsonQuestion& json_question(Generation generation) {
  static constexpr JsonQuestion kEnergy{"audio_features", "energy", 0.8, "audio features"};
  static constexpr JsonQuestion kPopularity{"raw_json", "popularity", 50, "raw JSON"};
  return generation == Generation::older ? kEnergy : kPopularity;
}

template <class Row>
SourceTable<Row>::SourceTable(Sqlite& file, Generation generation, Purpose purpose)
    : file_(file),
      generation_(generation),
      purpose_(purpose),
      query_(file, select_rows(file, Row::kTable, columns<Row>(generation, purpose == Purpose::compare))) {
  query_.bind(1, std::int64_t{0});
}

template <class Row>
bool SourceTable<Row>::next() {
  rejected.reset();
  remarks.clear();
  try {
    if (!query_.next()) return false;
    ++read_;
    read_columns();
  } catch (const TooLarge&) {
    pass_over();
  }
  return true;
}

template <class Row>
void SourceTable<Row>::read_columns() {
  Cells cells(query_, remarks, json_);
  auto number = row_number(query_, read_);
  if (read_ > 1 && number <= row.row) file_.fail_damaged(fmt::format("the rows of {} are not in order", Row::kTable));
  try {
    read_row(cells, Manner{generation_, purpose_ == Purpose::compare, reader_, number}, row);
  } catch (Rejected& why) {
    rejected = std::move(why);
    remarks.clear();
  }
  row.row = number;
}

/// A value that is too large ends the query; it goes on behind that row, of which only the number is read.
template <class Row>
void SourceTable<Row>::pass_over() {
  SqliteQuery number(file_, select_rows(file_, Row::kTable, "null"));
  number.bind(1, read_++);
  number.next();
  row.row = row_number(number, read_);
  rejected = Rejected{"a value has more than 24 MB", ""};
  query_.again();
  query_.bind(1, read_);
}

template <class Row>
JsonAnswer SourceTable<Row>::json_answer() const {
  int last = query_.columns() - 1;
  JsonAnswer answer;
  answer.has = query_.cell(last - 1).integer() != 0;
  if (!query_.cell(last).null()) answer.number = query_.cell(last).real();
  return answer;
}

template class SourceTable<ArtistRow>;
template class SourceTable<TrackRow>;
template class SourceTable<EntryRow>;
template class SourceTable<SnapshotRow>;

}  // namespace mtm::transfer
