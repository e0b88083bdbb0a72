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

}  // namespace

std::string sentence_of(const HistoryReport& report) {
  auto text = of_many(report.sum.added, "play", "plays") + " added";
  if (report.first_play && report.last_play)
    text += fmt::format(", from {} to {}", day_of(*report.first_play), day_of(*report.last_play));
  text += ".";
  auto others = others_in_words(report.sum);
  if (!others.empty()) text += fmt::format(" Of {} rows: {}.", counted(report.sum.rows), others);
  std::int64_t broken = 0;
  for (const auto& file : report.files) broken += !file.problem.empty();
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
  for (const auto& file : report.files) {
    line(printable(file.name, 120) + " (" + file.format + ")", file.counts);
    if (!file.problem.empty()) text += fmt::format("           {}\n", printable(file.problem, 300));
    for (const auto& [reason, occurrences] : file.reasons) {
      text += fmt::format("           {} rejected: {} (", counted(occurrences.count), reason);
      for (std::size_t i = 0; i < occurrences.first_rows.size(); ++i)
        text += fmt::format("{}{}", i == 0 ? "row " : ", ", occurrences.first_rows[i]);
      text += occurrences.count > static_cast<std::int64_t>(occurrences.first_rows.size()) ? ", …)\n" : ")\n";
    }
  }
  line("in all", report.sum);
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
  std::vector<FileAnswer> files;
  std::vector<GapAnswer> filled_gaps;
  std::vector<std::string> notes;
  std::vector<Id> sources;
  double seconds;
};
BOOST_DESCRIBE_STRUCT(HistoryAnswer, (),
                      (rows, added, already_there, episodes, audiobooks, rejected, rejects_listed, first_play,
                       last_play, told_by_several, unconfirmed_tracks, ignored_files, files, filled_gaps, notes,
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
                       report.notes,
                       report.sources,
                       static_cast<double>(report.duration.count()) / 1000};
  for (const auto& gap : report.filled_gaps) answer.filled_gaps.push_back({gap.from, gap.until, gap.plays_found});
  for (const auto& file : report.files) {
    const auto& counts = file.counts;
    FileAnswer shown{file.name,       file.format,       counts.rows,     counts.added, counts.already_there,
                     counts.episodes, counts.audiobooks, counts.rejected, {},           file.problem};
    for (const auto& [what, occurrences] : file.reasons)
      shown.rejections.push_back({what, occurrences.count, occurrences.first_rows});
    answer.files.push_back(std::move(shown));
  }
  return to_json(answer);
}

}  // namespace mtm::transfer
