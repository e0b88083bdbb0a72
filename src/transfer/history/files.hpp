// The files of listening histories among those that somebody brings: on their own or in ZIPs, recognised by what is in
// them, and put together to the histories that they are parts of.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "transfer/history/format.hpp"
#include "transfer/history/input.hpp"
#include "transfer/history/own_rows.hpp"

namespace mtm::transfer {

/// A file to look at: where it lies, and what its owner calls it.
struct GivenFile {
  std::string path;
  std::string name;
};

struct HistoryFile {
  std::string name;  // with its folders in a ZIP
  std::uint64_t bytes = 0;
  int turn = 0;  // among the files of its history
  std::function<std::unique_ptr<Input>()> open;
};

/// The files of one format from one ZIP, or those that were given beside each other; in the order in which they are
/// read.
struct FoundHistory {
  Format format;
  std::string name;  // the ZIP's, or the first file's
  std::vector<HistoryFile> files;
};

/// Our own export in one ZIP.
struct FoundExport {
  struct File {
    std::string name;
    OwnNoun noun;
    std::function<std::unique_ptr<Input>()> open;
  };
  std::string name;  // the ZIP's
  std::vector<File> files;
  std::vector<std::string> unknown;  // files of the same kind, which a newer version may know
};

/// A file that is a history and can't be taken.
struct RefusedFile {
  std::string name;
  std::string why;  // a sentence
};

struct FoundFiles {
  std::vector<FoundHistory> histories;
  std::vector<FoundExport> own_exports;
  std::vector<RefusedFile> refused;
  std::int64_t ignored = 0;  // of ZIPs, that are no histories
};

/// What every ZIP begins with that has files in it.
inline constexpr std::string_view kZipBegin("PK\3\4", 4);

/// That a file which begins so is no history, and what is known; in sentences.
std::string no_history(std::string_view beginning);

/// Throws Refused, with a sentence that says what was found and what is known, when neither a history nor our own
/// export is among them; and std::runtime_error when a file can't be read.
FoundFiles find_histories(const std::vector<GivenFile>& files);

}  // namespace mtm::transfer
