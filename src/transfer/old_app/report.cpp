#include "transfer/old_app/report.hpp"

#include <fmt/format.h>

#include "transfer/old_app/source.hpp"
#include "transfer/words.hpp"

namespace mtm::transfer {

namespace {

std::string rows_of(const Occurrences& occurrences) {
  std::string rows;
  for (auto row : occurrences.first_rows) rows += fmt::format("{}{}", rows.empty() ? "" : ", ", row);
  bool more = occurrences.count > static_cast<std::int64_t>(occurrences.first_rows.size());
  return fmt::format("{} {}{}", occurrences.count == 1 ? "row" : "rows", rows, more ? ", …" : "");
}

std::string table_of_counts(const ImportReport& report) {
  auto text = fmt::format("{:<16}{:>12}{:>12}{:>16}{:>12}\n", "", "read", "added", "already there", "rejected");
  for (const auto& table : report.tables)
    text += fmt::format("{:<16}{:>12}{:>12}{:>16}{:>12}\n", table.name, counted(table.read), counted(table.added),
                        counted(table.already_there), counted(table.rejected));
  return text;
}

std::string remarks(const TableReport& table) {
  std::string text;
  for (const auto& [reason, found] : table.reasons)
    text += fmt::format("  rejected  {:>9}  {}: {} ({})\n", counted(found.count), table.name, reason, rows_of(found));
  for (const auto& [repair, found] : table.repairs)
    text += fmt::format("  repaired  {:>9}  {}: {} ({})\n", counted(found.count), table.name, repair, rows_of(found));
  for (const auto& [note, found] : table.notes)
    text += fmt::format("  noted     {:>9}  {}: {} ({})\n", counted(found.count), table.name, note, rows_of(found));
  if (table.kept_otherwise.count > 0)
    text += fmt::format("  kept      {:>9}  {}: already there with other values, which stay ({})\n",
                        counted(table.kept_otherwise.count), table.name, rows_of(table.kept_otherwise));
  return text;
}

std::string verification(const ImportReport& report) {
  std::string text = "\nVerification: both sides read again, every column of every row that should have arrived\n";
  for (const auto& table : report.tables)
    text += fmt::format("  {:<16}{:>10} rows   file {:016x}   PostgreSQL {:016x}   {}\n", table.name,
                        counted(table.compared), table.checksum_in_file, table.checksum_in_database,
                        table.checksum_in_file == table.checksum_in_database ? "equal" : "DIFFERENT");
  return text;
}

std::string number(const std::optional<double>& value) { return value ? fmt::format("{}", *value) : "none"; }

std::string json_answers(const ImportReport& report) {
  const auto& question = json_question(report.generation);
  const auto& [sqlite, postgres, sample] = report.json;
  auto line = [](const std::string& asked, const std::string& left, const std::string& right) {
    return fmt::format("  {:<44}{:>12}{:>12}   {}\n", asked, left, right, left == right ? "equal" : "DIFFERENT");
  };
  auto text = fmt::format("\n{:<46}{:>12}{:>12}\n", "The same questions to the JSON of both", "SQLite", "PostgreSQL");
  text += line(fmt::format("tracks with {}", question.about), counted(sqlite.has), counted(postgres.has));
  text += line(fmt::format("tracks with {} > {}", question.key, question.threshold), counted(sqlite.above),
               counted(postgres.above));
  if (sqlite.sample || postgres.sample)
    text += line(fmt::format("{} of \"{}\"", question.key, printable(sample, 28)), number(sqlite.sample),
                 number(postgres.sample));
  return text;
}

std::int64_t sum_of(const ImportReport& report, std::int64_t TableReport::* count) {
  std::int64_t sum = 0;
  for (const auto& table : report.tables) sum += table.*count;
  return sum;
}

std::string rows_were(std::int64_t number) {
  return fmt::format("{} {}", counted(number), number == 1 ? "row was" : "rows were");
}

/// "tracks: popularity is not between 0 and 100 (1,872 rows)"
std::string most_frequent_reason(const ImportReport& report) {
  std::int64_t most = 0;
  std::string said;
  for (const auto& table : report.tables) {
    for (const auto& [reason, found] : table.reasons) {
      if (found.count <= most) continue;
      most = found.count;
      said = fmt::format("{}: {} ({} {})", table.name, reason, counted(most), most == 1 ? "row" : "rows");
    }
  }
  return said;
}

}  // namespace

std::int64_t ImportReport::read() const { return sum_of(*this, &TableReport::read); }
std::int64_t ImportReport::added() const { return sum_of(*this, &TableReport::added); }
std::int64_t ImportReport::already_there() const { return sum_of(*this, &TableReport::already_there); }
std::int64_t ImportReport::rejected() const { return sum_of(*this, &TableReport::rejected); }

std::string sentence_of(const ImportReport& report) {
  if (report.read() == 0) return "Nothing was added. " + report.nothing_read;
  auto added = report.added(), there = report.already_there(), rejected = report.rejected();
  std::string rest = rejected == 0 ? "" : fmt::format("{} rejected", rows_were(rejected));
  if (rejected > 0) rest += fmt::format(". The most frequent reason: {}.", most_frequent_reason(report));
  if (added > 0) return fmt::format("{} added and verified{}", rows_were(added), rejected == 0 ? "." : "; " + rest);
  if (rejected == 0) return "Nothing was added: all that can come over was there already.";
  auto known = there == 0 ? "" : fmt::format("{} there already, ", rows_were(there));
  return fmt::format("Nothing was added: {}{}", known, rest);
}

std::string to_text(const ImportReport& report) {
  auto text = fmt::format("\nImport of {} ({} generation) for {}\n", printable(report.file, 200),
                          to_text(report.generation), printable(report.spotify_user_id));
  text += table_of_counts(report);
  for (const auto& table : report.tables) text += remarks(table);
  for (const auto& note : report.notes) text += note + "\n";
  text += verification(report) + json_answers(report);
  auto seconds = static_cast<double>(report.duration.count()) / 1000;
  if (report.dry_run) {
    text += fmt::format("\nA dry run: {} rows would have been added; nothing was changed. {}{:.2f} s\n",
                        counted(report.added()), report.nothing_read.empty() ? "" : report.nothing_read + " ", seconds);
  } else {
    text += fmt::format("\n{} {:.2f} s\n", sentence_of(report), seconds);
  }
  return text;
}

}  // namespace mtm::transfer
