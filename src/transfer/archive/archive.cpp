#include "transfer/archive/archive.hpp"

#include <fmt/format.h>

#include "transfer/archive/export_lines.hpp"

namespace mtm::transfer {

namespace {

constexpr std::size_t kZipPiece = 64 * 1024;           // that is handed over, about
constexpr int kRows = 500;                             // that are fetched at once
constexpr std::uint64_t kLargestFile = 2'000'000'000;  // sizes in the archive have 32 bits
constexpr auto kLongest = std::chrono::hours(1);       // an old view of the database keeps it from cleaning up

constexpr std::string_view kGuide = R"(# Your music, as the Music Time Machine keeps it

Taken on {moment} (UTC). Everything here was true at one and the same moment; counts.json says how many
rows each file has.

{format}
Ids are ours: a track_id in one file is the id in tracks. Times are in UTC, as RFC 3339 has them. What
nobody knows is {unknown}. A file that would be larger than 2 GB goes on in one that ends in -2, -3 …

| file | what it has |
|---|---|
)";

constexpr std::string_view kJsonLines =
    "Each file is JSON Lines (https://jsonlines.org): every line is one JSON object, in UTF-8. Ids are texts\n"
    "because they may be larger than the numbers that some programs can hold.\n";
constexpr std::string_view kCsv =
    "Each file is CSV (RFC 4180) in UTF-8 with a byte order mark (EF BB BF), which Excel needs; its first line\n"
    "has the names of the columns. A text that a spreadsheet would take for a formula (it begins with = + - @)\n"
    "has an apostrophe before it. Columns that hold lists, such as audio_features, are JSON.\n";

}  // namespace

Archive::Archive(db::Pool& database, ExportMeters& meters, Id user, bool to_the_person, ArchiveFormat format,
                 WallTime now)
    : database_(database),
      meters_(meters),
      user_(user),
      format_(format),
      now_(now),
      deadline_(Clock::now() + kLongest),
      nouns_(store::everything(user, to_the_person)),
      counts_(nouns_.size(), 0),
      zip_(now) {}

Archive::~Archive() {
  if (!begun_) return;
  meters_.under_way.add(-1);
  if (failed_)
    meters_.failed.add();
  else if (finished_)
    meters_.finished.add();
  else
    meters_.left.add();
}

Task<std::string> Archive::next() {
  if (!begun_) meters_.under_way.add();
  begun_ = true;
  failed_ = true;  // unless this comes to its end
  if (Clock::now() > deadline_) throw db::Unavailable("an export took more than an hour");
  while (zip_.ready() < kZipPiece && !finished_) co_await advance();
  failed_ = false;
  co_return zip_.take();
}

/// One step: the guide, a fetch, or the end.
Task<> Archive::advance() {
  if (!transaction_) {
    auto transaction = co_await db::Transaction::begin_reading(database_);
    transaction_.emplace(std::move(transaction));
    write_guide();
  }
  if (noun_ == nouns_.size()) {
    co_await transaction_->roll_back();
    write_counts();
    zip_.finish();
    finished_ = true;
    co_return;
  }
  if (!cursor_open_) {
    co_await transaction_->open_cursor(noun().query, std::to_string(user_.number));
    cursor_open_ = true;
    part_ = 0;
    open_file();
  }
  auto rows = co_await transaction_->fetch(kRows);
  append_rows(rows);
  if (rows.rows() == kRows) co_return;
  co_await transaction_->close_cursor();
  zip_.end_file();
  cursor_open_ = false;
  ++noun_;
}

void Archive::open_file() {
  ++part_;
  auto ending = format_ == ArchiveFormat::csv ? "csv" : "jsonl";
  zip_.begin_file(part_ == 1 ? fmt::format("{}.{}", noun().name, ending)
                             : fmt::format("{}-{}.{}", noun().name, part_, ending));
}

void Archive::append_rows(const db::Result& rows) {
  std::string lines;
  if (zip_.written() > kLargestFile) {
    zip_.end_file();
    open_file();
  }
  if (format_ == ArchiveFormat::csv && zip_.written() == 0) append_csv_head(lines, rows);
  for (int row = 0; row < rows.rows(); ++row) {
    if (format_ == ArchiveFormat::csv)
      append_csv_line(lines, rows, row);
    else
      append_json_line(lines, rows, row);
  }
  counts_[noun_] += rows.rows();
  meters_.rows.add(rows.rows());
  zip_.write(lines);
}

void Archive::write_guide() {
  bool csv = format_ == ArchiveFormat::csv;
  auto text =
      fmt::format(fmt::runtime(kGuide), fmt::arg("moment", to_rfc3339(now_)),
                  fmt::arg("format", csv ? kCsv : kJsonLines), fmt::arg("unknown", csv ? "an empty field" : "null"));
  for (const auto& noun : nouns_) text += fmt::format("| {}.{} | {} |\n", noun.name, csv ? "csv" : "jsonl", noun.about);
  zip_.begin_file("README.md");
  zip_.write(text);
  zip_.end_file();
}

void Archive::write_counts() {
  std::string text = "{";
  for (std::size_t i = 0; i < nouns_.size(); ++i)
    text += fmt::format("{}\n  \"{}\": {}", i > 0 ? "," : "", nouns_[i].name, counts_[i]);
  text += "\n}\n";
  zip_.begin_file("counts.json");
  zip_.write(text);
  zip_.end_file();
}

}  // namespace mtm::transfer
