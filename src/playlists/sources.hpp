// Where a playlist may come from besides a year: what each source is called and what it says of itself.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace mtm::playlists {

enum class Source { forgotten_gems, recent_discoveries, current_rotation, currently_obsessed, mood, similar };

std::string_view to_text(Source source);                   // "forgotten_gems", which is also the playlist's kind
std::optional<Source> source_from(std::string_view text);  // nothing for any other word
std::string_view title_of(Source source);                  // "Forgotten Gems"

/// "Forgotten Gems - November 2026"; the title of a mood is the mood's own.
std::string default_name(std::string_view title, std::chrono::year_month month);

/// "forgotten_gems_2026_11", "mood_chill_2026_11": the same source in the same month is always the same playlist, which
/// is refreshed in place.
std::string playlist_id(Source source, std::string_view detail, std::chrono::year_month month);

}  // namespace mtm::playlists
