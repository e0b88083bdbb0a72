#include "playlists/sources.hpp"

#include <array>

#include "music/months.hpp"

namespace mtm::playlists {

namespace {

struct NamedSource {
  Source source;
  std::string_view word, title;
};

constexpr std::array<NamedSource, 6> kSources{{{Source::forgotten_gems, "forgotten_gems", "Forgotten Gems"},
                                               {Source::recent_discoveries, "recent_discoveries", "Recent Discoveries"},
                                               {Source::current_rotation, "current_rotation", "Current Rotation"},
                                               {Source::currently_obsessed, "currently_obsessed", "Currently Obsessed"},
                                               {Source::mood, "mood", "Moods"},
                                               {Source::similar, "similar", "Like this one"}}};

std::string two_digits(unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); }

}  // namespace

std::string_view to_text(Source source) { return kSources[static_cast<std::size_t>(source)].word; }

std::optional<Source> source_from(std::string_view text) {
  for (const auto& entry : kSources)
    if (entry.word == text) return entry.source;
  return std::nullopt;
}

std::string_view title_of(Source source) { return kSources[static_cast<std::size_t>(source)].title; }

std::string default_name(std::string_view title, std::chrono::year_month month) {
  return std::string(title) + " - " + music::name_of(month);
}

std::string playlist_id(Source source, std::string_view detail, std::chrono::year_month month) {
  std::string id(to_text(source));
  if (!detail.empty()) id += "_" + std::string(detail);
  return id + "_" + std::to_string(static_cast<int>(month.year())) + "_" +
         two_digits(static_cast<unsigned>(month.month()));
}

}  // namespace mtm::playlists
