// Values as scrobblers write them, in cells of CSV and in members of JSON alike. What can't be read is unknown.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "transfer/history/row.hpp"

namespace mtm::transfer {

/// Without spaces, tabs and ends of lines around it.
std::string_view without_spaces(std::string_view text);

/// A number with or without a fraction. Nothing for other texts, such as the 1.73569E+12 that spreadsheets make of a
/// time: the rest of its digits is lost.
std::optional<double> number_of(std::string_view text);

/// So many seconds or milliseconds after the beginning of 1970.
std::optional<PlayTime> time_of_seconds(std::optional<double> seconds);
std::optional<PlayTime> time_of_ms(std::optional<double> ms);

/// "06 Sep 2026 14:23" or "06 Sep 2026, 14:23", in UTC.
std::optional<PlayTime> time_of_lastfm(std::string_view text);

/// How long somebody played, in ms; -1 unless it is from 0 to kLongestPlay.
std::int32_t played_of_seconds(std::optional<double> seconds);

/// How long a track is, in ms; -1 unless it is from 1 to kLongestPlay.
std::int32_t length_of_seconds(std::optional<double> seconds);
std::int32_t length_of_ms(std::optional<double> ms);

/// The id in "https://open.spotify.com/intl-de/track/ID?si=…", "spotify:track:ID" or "ID"; else empty.
std::string_view spotify_track_id(std::string_view text);

}  // namespace mtm::transfer
