#include "transfer/old_app/report_json.hpp"

#include <fmt/format.h>
#include <boost/describe.hpp>

#include "transfer/old_app/source.hpp"

namespace mtm::transfer {

namespace {

struct Remark {
  std::string what;
  std::int64_t count;
  std::vector<std::int64_t> first_rows;
};
BOOST_DESCRIBE_STRUCT(Remark, (), (what, count, first_rows))

struct TableAnswer {
  std::string name;
  std::int64_t read, added, already_there, rejected;
  std::vector<Remark> rejections, repairs, notes;
  std::int64_t kept_otherwise;
  std::int64_t compared;
  bool verified;
  std::string checksum;
};
BOOST_DESCRIBE_STRUCT(TableAnswer, (),
                      (name, read, added, already_there, rejected, rejections, repairs, notes, kept_otherwise, compared,
                       verified, checksum))

struct Question {
  std::string asked;
  std::int64_t sqlite, postgresql;
};
BOOST_DESCRIBE_STRUCT(Question, (), (asked, sqlite, postgresql))

struct Report {
  std::string generation;
  std::int64_t added, rejected, rejects_listed;
  std::vector<TableAnswer> tables;
  std::vector<std::string> notes;
  std::vector<Question> questions;
  double seconds;
};
BOOST_DESCRIBE_STRUCT(Report, (), (generation, added, rejected, rejects_listed, tables, notes, questions, seconds))

std::vector<Remark> remarks_of(const std::map<std::string, Occurrences>& found) {
  std::vector<Remark> remarks;
  for (const auto& [what, occurrences] : found) remarks.push_back({what, occurrences.count, occurrences.first_rows});
  return remarks;
}

TableAnswer table_of(const TableReport& table) {
  return {table.name,
          table.read,
          table.added,
          table.already_there,
          table.rejected,
          remarks_of(table.reasons),
          remarks_of(table.repairs),
          remarks_of(table.notes),
          table.kept_otherwise.count,
          table.compared,
          table.checksum_in_file == table.checksum_in_database,
          fmt::format("{:016x}", table.checksum_in_file)};
}

}  // namespace

Json report_json(const ImportReport& report) {
  const auto& question = json_question(report.generation);
  const auto& [sqlite, postgres, sample] = report.json;
  Report json{to_text(report.generation),
              report.added(),
              report.rejected(),
              report.rejects_listed,
              {},
              report.notes,
              {},
              static_cast<double>(report.duration.count()) / 1000};
  for (const auto& table : report.tables) json.tables.push_back(table_of(table));
  json.questions.push_back({fmt::format("tracks with {}", question.about), sqlite.has, postgres.has});
  json.questions.push_back(
      {fmt::format("tracks with {} > {}", question.key, question.threshold), sqlite.above, postgres.above});
  return to_json(json);
}

}  // namespace mtm::transfer
