// The extended streaming history that Spotify would deliver to the demo person on request.
#pragma once
#include <string>
#include <vector>

#include "sandbox/streams.hpp"
#include "sandbox/world.hpp"

namespace mtm::sandbox {

/// A file of the delivery: a list of rows with 23 keys each, in Spotify's order and layout.
struct HistoryFile {
  std::string name;  // "Streaming_History_Audio_2016-2018_0.json"
  std::string text;
};

/// The streams in files of 16,000 rows, and the videos in one.
std::vector<HistoryFile> history_files(const World& world);

/// Writes ten years up to today as a ZIP archive with the folder "Spotify Extended Streaming History": the same bytes
/// for the same seed and day. The file must not be there yet, and is there only when it is whole; throws
/// std::runtime_error with a sentence.
void write_streaming_history(const World& world, const std::string& file);

}  // namespace mtm::sandbox
