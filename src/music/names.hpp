// What the playlist of a year is called: by programs (its id) and by people (its name).
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace mtm::music {

/// What makes a track one of a year: that I loved it then, or that it came out then.
enum class Choice { loved, released };

std::string_view to_text(Choice choice);
/// Nothing for any other word.
std::optional<Choice> choice_from(std::string_view text);

/// "playlist_2016_loved": the same year and choice are always the same playlist.
std::string playlist_id(int year, Choice choice);

/// "2016, what I loved then"; the owner may change it.
std::string default_name(int year, Choice choice);

}  // namespace mtm::music
