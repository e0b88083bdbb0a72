// The playlist of a time: what the time machine shows, and what is kept when somebody likes it.
#pragma once
#include <string>

#include "playlists/playlist.hpp"
#include "questions/trip.hpp"

namespace mtm::playlists {

struct TripPlaylist {
  std::int64_t candidates = 0;  // without the limit
  std::vector<Chosen> tracks;
  std::vector<std::optional<double>> scores;  // of the tracks; none of what came out then
};

TripPlaylist of_trip(const history::History& history, const questions::TripQuestion& question);

/// "playlist_2016_loved", "playlist_2016_05_loved", "playlist_2016_w20_released", "playlist_2016_05_03_loved",
/// "playlist_2016_05_03_to_2016_06_09_loved": the same days and choice are always the same playlist.
std::string playlist_id(questions::Days days, music::Choice choice);

/// "2016, what I loved then"; the owner may change it.
std::string default_name(questions::Days days, music::Choice choice);

/// "2016", "May 2016", "3 May 2016", "16 – 22 May 2016", "Until 3 May 2016", "All time"
std::string in_words(questions::Days days);

/// The year that these days are, from its first to its last; nothing for any other days.
std::optional<int> whole_year(questions::Days days);

/// How the tracks were chosen, in a sentence.
std::string rule_of(questions::Days days, music::Choice choice);

/// "31 plays, 14 of them in March 2019, liked on 3 May 2019, number 3 of your top tracks". `parts`: of what the days
/// are made of which these facts are.
std::string trip_reason(const questions::TripFacts& facts, questions::Unit parts);

}  // namespace mtm::playlists
