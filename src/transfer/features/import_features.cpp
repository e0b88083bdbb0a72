#include "transfer/features/import_features.hpp"

#include <fmt/format.h>

#include "core/clock.hpp"
#include "db/copy.hpp"
#include "store/brought_features.hpp"
#include "transfer/features/feature_table.hpp"
#include "transfer/history/file_input.hpp"
#include "transfer/words.hpp"

namespace mtm::transfer {

namespace {

constexpr std::size_t kRowsShown = 20;  // of each reason

std::string numbers_of(const FeaturesReport::Rejected& rejected) {
  std::string text = rejected.count == 1 ? "row" : "rows";
  for (auto row : rejected.first_rows) text += fmt::format("{} {}", row == rejected.first_rows.front() ? "" : ",", row);
  auto more = rejected.count - static_cast<std::int64_t>(rejected.first_rows.size());
  return more == 0 ? text : fmt::format("{} and {} more", text, counted(more));
}

}  // namespace

FeaturesReport import_features(const FeaturesRequest& request, const std::string& database_url,
                               const std::atomic<bool>& stop, const ShowProgress& show) {
  auto begin = Clock::now();
  FeaturesReport report;
  report.file = request.file;
  report.source = request.source;
  FileInput file(request.file);
  FeatureTable table(file);
  db::BlockingConnection database(database_url, "music-time-machine import-features", stop);
  store::begin_bringing_features(database);
  Progress progress{"reading rows"};
  {
    db::CopyIn rows(database, store::kBroughtFeatures);
    while (table.next()) {
      if (++report.rows % kShowEvery == 0) {
        progress.done = report.rows;
        show(progress);
        database.throw_if_stopped();
      }
      const auto& row = table.row();
      if (!row.rejected.empty()) {
        ++report.rejected;
        auto& rejected = report.reasons[row.rejected];
        ++rejected.count;
        if (rejected.first_rows.size() < kRowsShown) rejected.first_rows.push_back(row.number);
        continue;
      }
      rows.begin_row(3);
      rows.write(row.number);
      rows.write(row.spotify_id);
      rows.write(db::Jsonb{row.features});
    }
    rows.finish();
  }
  progress.done = report.rows;
  progress.finished = true;
  show(progress);
  auto brought = store::keep_brought_features(database, request.source);
  database.run("commit");
  report.broken = table.broken();
  report.filled = brought.filled;
  report.already_had = brought.already_had;
  report.unknown = brought.unknown;
  report.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
  return report;
}

std::string to_text(const FeaturesReport& report) {
  auto text = fmt::format("\nAudio features of {}, kept as those of \"{}\"\n", printable(report.file, 200),
                          printable(report.source));
  text += fmt::format("{:>12}{:>12}{:>14}{:>12}{:>12}\n", "rows", "filled", "already had", "unknown", "rejected");
  text += fmt::format("{:>12}{:>12}{:>14}{:>12}{:>12}\n", counted(report.rows), counted(report.filled),
                      counted(report.already_had), counted(report.unknown), counted(report.rejected));
  for (const auto& [reason, rejected] : report.reasons)
    text += fmt::format("  rejected  {:>9}  {} ({})\n", counted(rejected.count), reason, numbers_of(rejected));
  if (!report.broken.empty()) text += fmt::format("The file can't be read to its end. {}\n", report.broken);
  auto seconds = static_cast<double>(report.duration.count()) / 1000;
  text += fmt::format("\n{} {} audio features now. {:.2f} s\n", counted(report.filled),
                      report.filled == 1 ? "more track has" : "more tracks have", seconds);
  return text;
}

}  // namespace mtm::transfer
