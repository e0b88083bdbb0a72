#include "transfer/history/bringing.hpp"

#include <algorithm>
#include <stdexcept>

#include "history/telling.hpp"

namespace mtm::transfer {

namespace {

/// More than there are, by the sizes of the files: columns that grow would be copied, and take twice their memory
/// meanwhile, while room that stays empty takes none.
std::size_t rows_expected(const FoundHistory& history) {
  constexpr std::uint64_t kBytesOfRow = 100, kBytesOfExtendedRow = 500;
  std::uint64_t bytes = 0;
  for (const auto& file : history.files) bytes += file.bytes;
  auto rows = bytes / (history.format == Format::spotify_extended ? kBytesOfExtendedRow : kBytesOfRow);
  return static_cast<std::size_t>(std::min<std::uint64_t>(rows, kMostPlays));
}

}  // namespace

std::string_view source_kind(Format format) {
  switch (format) {
    case Format::spotify_extended:
      return "spotify_extended";
    case Format::spotify_account:
      return "spotify_account";
    case Format::lastfm_to_csv:
      return "lastfm_to_csv";
    case Format::ghan_csv:
    case Format::ghan_json:
    case Format::lastfmstats_csv:
    case Format::lastfmstats_json:
      return "lastfm";
    case Format::librefm:
      return "librefm";
    case Format::listenbrainz_lines:
    case Format::listenbrainz_list:
      return "listenbrainz";
    case Format::maloja:
      return "maloja";
    case Format::koito:
      return "koito";
    case Format::your_spotify:
      return "your_spotify";
    case Format::rockbox:
      return "rockbox";
    case Format::pano_lines:
    case Format::pano_csv:
      return "pano";
  }
  throw std::logic_error("a format without a kind of source");
}

Bringing::Bringing(const FoundHistory& found, std::uint32_t number)
    : found(found), plays(history::telling_of(source_kind(found.format)), number) {
  plays.reserve(rows_expected(found));
}

}  // namespace mtm::transfer
