#include "transfer/report.hpp"

#include <fmt/format.h>

#include "transfer/source.hpp"
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

}  // namespace

std::int64_t ImportReport::read() const {
  std::int64_t sum = 0;
  for (const auto& table : tables) sum += table.read;
  return sum;
}

std::int64_t ImportReport::added() const {
  std::int64_t sum = 0;
  for (const auto& table : tables) sum += table.added;
  return sum;
}

std::int64_t ImportReport::rejected() const {
  std::int64_t sum = 0;
  for (const auto& table : tables) sum += table.rejected;
  return sum;
}

std::string sentence_of(const ImportReport& report) {
  if (report.read() == 0) return "Nothing was added. " + report.nothing_read;
  if (report.added() == 0) return "Nothing was added: all that can come over was there already.";
  return fmt::format("{} {} added and verified.", counted(report.added()),
                     report.added() == 1 ? "row was" : "rows were");
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
    if (report.to_come > 0)
      text += fmt::format("A running server makes {} tracks searchable within seconds.\n", counted(report.to_come));
  }
  return text;
}

}  // namespace mtm::transfer
