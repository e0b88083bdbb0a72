// A reader for each format: what it takes of a file is in docs/imports.md.
#pragma once
#include <memory>

#include "transfer/history/format.hpp"

namespace mtm::transfer {

std::unique_ptr<HistoryReader> spotify_extended_reader(const ReadingOptions& options);
std::unique_ptr<HistoryReader> spotify_account_reader(const ReadingOptions& options);
std::unique_ptr<HistoryReader> lastfm_to_csv_reader(const ReadingOptions& options);
std::unique_ptr<HistoryReader> ghan_csv_reader(const ReadingOptions& options);
std::unique_ptr<HistoryReader> ghan_json_reader(const ReadingOptions& options);
std::unique_ptr<HistoryReader> lastfmstats_csv_reader(const ReadingOptions& options);
std::unique_ptr<HistoryReader> lastfmstats_json_reader(const ReadingOptions& options);
std::unique_ptr<HistoryReader> librefm_reader(const ReadingOptions& options);
std::unique_ptr<HistoryReader> listenbrainz_lines_reader(const ReadingOptions& options);
std::unique_ptr<HistoryReader> listenbrainz_list_reader(const ReadingOptions& options);
std::unique_ptr<HistoryReader> maloja_reader(const ReadingOptions& options);
std::unique_ptr<HistoryReader> koito_reader(const ReadingOptions& options);
std::unique_ptr<HistoryReader> your_spotify_reader(const ReadingOptions& options);
std::unique_ptr<HistoryReader> rockbox_reader(const ReadingOptions& options);
std::unique_ptr<HistoryReader> pano_lines_reader(const ReadingOptions& options);
std::unique_ptr<HistoryReader> pano_csv_reader(const ReadingOptions& options);

}  // namespace mtm::transfer
