#include "transfer/history/report.hpp"

#include <fmt/format.h>
#include <boost/describe.hpp>

#include "transfer/words.hpp"

namespace mtm::transfer {

void RowCounts::add(const RowCounts& other) {
  rows += other.rows;
  added += other.added;
  already_there += other.already_there;
  episodes += other.episodes;
  audiobooks += other.audiobooks;
  rejected += other.rejected;
}

std::int64_t HistoryReport::rejected() const {
  auto rejected = sum.rejected;
  for (const auto& noun : nouns) rejected += noun.counts.rejected;
  return rejected;
}

namespace {

std::string of_many(std::int64_t number, const char* one, const char* many) {
  return fmt::format("{} {}", counted(number), number == 1 ? one : many);
}

std::string day_of(WallTime time) { return to_rfc3339(time).substr(0, 10); }

std::string others_in_words(const RowCounts& counts) {
  std::string text;
  auto say = [&](std::int64_t number, const std::string& what) {
    if (number > 0) text += (text.empty() ? "" : ", ") + what;
  };
  say(counts.already_there, of_many(counts.already_there, "row was", "rows were") + " there already");
  say(counts.episodes, of_many(counts.episodes, "podcast episode", "podcast episodes"));
  say(counts.audiobooks, of_many(counts.audiobooks, "audiobook chapter", "audiobook chapters"));
  say(counts.rejected, of_many(counts.rejected, "row was", "rows were") + " rejected");
  return text;
}

/// "plays.jsonl" of "export/plays.jsonl".
std::string_view without_folders(std::string_view name) { return name.substr(name.rfind('/') + 1); }

/// What our own export brought beside plays: "12 rows of library.jsonl, …".
std::string others_added(const HistoryReport& report) {
  std::string text;
  for (const auto& noun : report.nouns)
    if (noun.counts.added > 0)
      text += fmt::format("{}{} of {}", text.empty() ? "" : ", ", of_many(noun.counts.added, "row", "rows"),
                          printable(without_folders(noun.name)));
  return text;
}

}  // namespace

std::string sentence_of(const HistoryReport& report) {
  auto text = of_many(report.sum.added, "play", "plays") + " added";
  if (report.first_play && report.last_play)
    text += fmt::format(", from {} to {}", day_of(*report.first_play), day_of(*report.last_play));
  text += ".";
  auto others = others_in_words(report.sum);
  if (!others.empty()) text += fmt::format(" Of {} rows: {}.", counted(report.sum.rows), others);
  auto added = others_added(report);
  if (!added.empty()) text += " Also added: " + added + ".";
  auto rejected_others = report.rejected() - report.sum.rejected;
  if (rejected_others > 0)
    text +=
        fmt::format(" {} rejected.", of_many(rejected_others, "row of these files was", "rows of these files were"));
  std::int64_t broken = 0;
  for (const auto& file : report.files) broken += !file.problem.empty();
  for (const auto& noun : report.nouns) broken += !noun.problem.empty();
  if (broken > 0)
    text += " " + of_many(broken, "file", "files") + " could not be read to the end; the report says which.";
  return text;
}

std::string to_text(const HistoryReport& report) {
  std::string text;
  auto line = [&](const std::string& name, const RowCounts& counts) {
    text += fmt::format("{:>10} rows = {} added + {} already there + {} episodes + {} audiobooks + {} rejected   {}\n",
                        counted(counts.rows), counted(counts.added), counted(counts.already_there),
                        counted(counts.episodes), counted(counts.audiobooks), counted(counts.rejected), name);
  };
  auto account_of = [&](const HistoryFileReport& file) {
    line(printable(file.name, 120) + " (" + file.format + ")", file.counts);
    if (!file.problem.empty()) text += fmt::format("           {}\n", printable(file.problem, 300));
    for (const auto& [reason, occurrences] : file.reasons) {
      text += fmt::format("           {} rejected: {} (", counted(occurrences.count), reason);
      for (std::size_t i = 0; i < occurrences.first_rows.size(); ++i)
        text += fmt::format("{}{}", i == 0 ? "row " : ", ", occurrences.first_rows[i]);
      text += occurrences.count > static_cast<std::int64_t>(occurrences.first_rows.size()) ? ", …)\n" : ")\n";
    }
  };
  for (const auto& noun : report.nouns) account_of(noun);
  for (const auto& file : report.files) account_of(file);
  line(report.nouns.empty() ? "in all" : "plays in all", report.sum);
  for (const auto& note : report.notes) text += note + "\n";
  if (report.ignored_files > 0)
    text += of_many(report.ignored_files, "file", "files") + " in the ZIP hold no listening history.\n";
  if (report.first_play && report.last_play)
    text +=
        fmt::format("First play {}, last play {}.\n", to_rfc3339(*report.first_play), to_rfc3339(*report.last_play));
  if (report.told_by_several > 0)
    text += of_many(report.told_by_several, "play", "plays") + " told by another source, too.\n";
  for (const auto& gap : report.filled_gaps)
    text += fmt::format("The gap from {} to {} is filled, {} found.\n", day_of(gap.from), day_of(gap.until),
                        of_many(gap.plays_found, "play", "plays"));
  if (report.unconfirmed_tracks > 0)
    text += of_many(report.unconfirmed_tracks, "track has", "tracks have") +
            " the names that the files give: Spotify has not confirmed them yet.\n";
  text += fmt::format("{} in {:.1f} s.\n", report.dry_run ? "A dry run: nothing was kept, done" : "Done",
                      static_cast<double>(report.duration.count()) / 1000);
  return text;
}

namespace {

struct Rejection {
  std::string what;
  std::int64_t count;
  std::vector<std::int64_t> first_rows;
};
BOOST_DESCRIBE_STRUCT(Rejection, (), (what, count, first_rows))

struct FileAnswer {
  std::string name, format;
  std::int64_t rows, added, already_there, episodes, audiobooks, rejected;
  std::vector<Rejection> rejections;
  std::string problem;
};
BOOST_DESCRIBE_STRUCT(FileAnswer, (),
                      (name, format, rows, added, already_there, episodes, audiobooks, rejected, rejections, problem))

struct GapAnswer {
  WallTime from, until;
  std::int64_t plays_found;
};
BOOST_DESCRIBE_STRUCT(GapAnswer, (), (from, until, plays_found))

struct HistoryAnswer {
  std::int64_t rows, added, already_there, episodes, audiobooks, rejected, rejects_listed;
  std::optional<WallTime> first_play, last_play;
  std::int64_t told_by_several, unconfirmed_tracks, ignored_files;
  std::vector<FileAnswer> files, nouns;
  std::vector<GapAnswer> filled_gaps;
  std::vector<std::string> notes;
  std::vector<Id> sources;
  double seconds;
};
BOOST_DESCRIBE_STRUCT(HistoryAnswer, (),
                      (rows, added, already_there, episodes, audiobooks, rejected, rejects_listed, first_play,
                       last_play, told_by_several, unconfirmed_tracks, ignored_files, files, nouns, filled_gaps, notes,
                       sources, seconds))

}  // namespace

Json report_json(const HistoryReport& report) {
  HistoryAnswer answer{report.sum.rows,
                       report.sum.added,
                       report.sum.already_there,
                       report.sum.episodes,
                       report.sum.audiobooks,
                       report.sum.rejected,
                       report.rejects_listed,
                       report.first_play,
                       report.last_play,
                       report.told_by_several,
                       report.unconfirmed_tracks,
                       report.ignored_files,
                       {},
                       {},
                       {},
                       report.notes,
                       report.sources,
                       static_cast<double>(report.duration.count()) / 1000};
  for (const auto& gap : report.filled_gaps) answer.filled_gaps.push_back({gap.from, gap.until, gap.plays_found});
  auto shown_of = [](const HistoryFileReport& file) {
    const auto& counts = file.counts;
    FileAnswer shown{file.name,       file.format,       counts.rows,     counts.added, counts.already_there,
                     counts.episodes, counts.audiobooks, counts.rejected, {},           file.problem};
    for (const auto& [what, occurrences] : file.reasons)
      shown.rejections.push_back({what, occurrences.count, occurrences.first_rows});
    return shown;
  };
  for (const auto& file : report.files) answer.files.push_back(shown_of(file));
  for (const auto& noun : report.nouns) answer.nouns.push_back(shown_of(noun));
  return to_json(answer);
}

}  // namespace mtm::transfer
