#include "transfer/history/own_export.hpp"

#include <fmt/format.h>

#include "core/time_zone.hpp"
#include "store/imported_plays.hpp"
#include "transfer/csv.hpp"
#include "transfer/history/gathered.hpp"
#include "transfer/history/own_rows.hpp"
#include "transfer/words.hpp"

namespace mtm::transfer {

namespace {

constexpr std::size_t kMostUnknown = 10;        // columns of a file that are named
constexpr std::int64_t kMostRows = 20'000'000;  // of one noun

/// All that come after the account, in their order.
constexpr OwnNoun kBrought[] = {
    OwnNoun::sources,    OwnNoun::artists,       OwnNoun::tracks,    OwnNoun::track_claims,  OwnNoun::artist_claims,
    OwnNoun::library,    OwnNoun::plays,         OwnNoun::snapshots, OwnNoun::playlists,     OwnNoun::playlist_tracks,
    OwnNoun::recordings, OwnNoun::removed_plays, OwnNoun::gaps,      OwnNoun::covered_spans,
};

const char* type_of(Holds holds) {
  switch (holds) {
    case Holds::id:
      return "bigint";
    case Holds::spotify_id:
    case Holds::text:
      return "text";
    case Holds::small_number:
      return "smallint";
    case Holds::number:
      return "integer";
    case Holds::truth:
      return "boolean";
    case Holds::time:
      return "timestamptz";
    case Holds::day:
    case Holds::known_day:
      return "date";
    case Holds::json:
      return "jsonb";
  }
  throw std::logic_error("a column that holds nothing");
}

struct WriteValue {
  db::CopyIn& rows;
  void operator()(std::monostate) const { rows.write(std::optional<std::string_view>()); }
  void operator()(RawJson json) const { rows.write(db::Jsonb{json.text}); }
  template <class Value>
  void operator()(const Value& value) const {
    rows.write(value);
  }
};

/// Who says whose it is: the first row.
class AccountRows final : public OwnRows {
 public:
  void take(std::int64_t, std::span<const OwnValue> values) override {
    if (!owner.empty()) return;
    owner = std::get<std::string_view>(values[0]);
    if (const auto* said = std::get_if<std::string_view>(&values[1])) zone = *said;
  }
  void reject(std::int64_t, std::string_view, std::string_view) override {}
  void unknown(std::string_view) override {}
  void broken(std::string_view) override {}

  std::string owner, zone;
};

}  // namespace

namespace {

/// Rows on their way into the table where they wait.
class StagedRows final : public OwnRows {
 public:
  struct Account {
    RowCounts& counts;
    std::map<std::string, Occurrences>& reasons;
    std::string& problem;
    std::set<std::string>& unknown;
  };

  /// `account`: what became of the rows is noted there; nothing: it was before.
  StagedRows(db::CopyIn& rows, std::int16_t file, std::size_t columns, std::optional<Account> account,
             const std::string& name, RejectsFile& rejects, const std::function<void()>& look_up)
      : rows_(rows),
        file_(file),
        columns_(static_cast<int>(columns)),
        account_(account),
        name_(csv_field(name)),
        rejects_(rejects),
        look_up_(look_up) {}

  void take(std::int64_t row, std::span<const OwnValue> values) override {
    count();
    rows_.begin_row(columns_ + 2);
    rows_.write(file_);
    rows_.write(row);
    for (const auto& value : values) std::visit(WriteValue{rows_}, value);
  }
  void reject(std::int64_t row, std::string_view reason, std::string_view value) override {
    count();
    if (!account_) return;
    ++account_->counts.rejected;
    account_->reasons[std::string(reason)].add(row);
    rejects_.add(name_, row, reason, printable(value, 200));
  }
  void unknown(std::string_view column) override {
    if (account_ && account_->unknown.size() < kMostUnknown) account_->unknown.emplace(printable(column, 40));
  }
  void broken(std::string_view why) override {
    if (account_) account_->problem = why;
  }

 private:
  void count() {
    if (++seen_ > kMostRows)
      throw TooMuch(fmt::format("A file of this export has more than {} rows: it is not taken.", counted(kMostRows)));
    if (seen_ % kShowEvery == 0) look_up_();
    if (account_) ++account_->counts.rows;
  }

  db::CopyIn& rows_;
  std::int16_t file_;
  int columns_;
  std::optional<Account> account_;
  std::string name_;
  RejectsFile& rejects_;
  const std::function<void()>& look_up_;
  std::int64_t seen_ = 0;
};

}  // namespace

OwnExportImport::OwnExportImport(const FoundExport& found, HistoryReport& report, RejectsFile& rejects,
                                 const ShowProgress& show)
    : found_(found), report_(report), rejects_(rejects), show_(show) {
  read_account();
  read_counts();
}

void OwnExportImport::read_account() {
  AccountRows rows;
  int accounts = 0;
  for (const auto& file : found_.files) {
    if (file.noun != OwnNoun::account) continue;
    ++accounts;
    auto input = file.open();
    read_own_rows(*input, OwnNoun::account, rows);
  }
  if (accounts > 1)
    throw Refused(fmt::format("{} holds several of our own exports: import them one by one.", printable(found_.name)));
  if (rows.owner.empty())
    throw Refused(
        fmt::format("{} is our own export, but the file account is missing or broken: import the whole ZIP as it was "
                    "downloaded.",
                    printable(found_.name)));
  owner_ = rows.owner;
  zone_ = rows.zone;
}

void OwnExportImport::read_counts() {
  for (const auto& file : found_.files) {
    if (file.noun != OwnNoun::counts) continue;
    auto input = file.open();
    counts_ = read_own_counts(*input);
  }
}

void OwnExportImport::stage(db::BlockingConnection& database, OwnNoun noun, std::vector<FileAccount>* accounts) {
  auto columns = columns_of(noun);
  std::vector<store::OwnColumnType> types;
  std::string list = "at_file, at_row";
  for (const auto& column : columns) {
    types.push_back({column.name, type_of(column.holds)});
    list += fmt::format(", {}", column.name);
  }
  auto name = name_of(noun);
  store::make_own_table(database, name, types);
  Progress progress{fmt::format("reading {}", name), 0, 0};
  show_(progress);
  std::function<void()> look_up = [&] {
    progress.done = rows_read_ += kShowEvery;
    show_(progress);
    database.throw_if_stopped();
  };
  db::CopyIn rows(database, fmt::format("{} ({})", store::own_table(name), list));
  std::int16_t number = 0;
  for (std::size_t entry = 0; entry < found_.files.size(); ++entry) {
    const auto& file = found_.files[entry];
    if (file.noun != noun) continue;
    std::optional<StagedRows::Account> account;
    if (accounts) {
      auto& kept = accounts->emplace_back(FileAccount{entry, {}, {}, {}, {}});
      account.emplace(StagedRows::Account{kept.counts, kept.reasons, kept.problem, kept.unknown});
    }
    StagedRows staged(rows, number++, columns.size(), account, file.name, rejects_, look_up);
    auto input = file.open();
    read_own_rows(*input, noun, staged);
  }
  rows.finish();
}

void OwnExportImport::give_catalogue_ids(db::BlockingConnection& database) {
  for (auto noun : {OwnNoun::artists, OwnNoun::tracks}) stage(database, noun, nullptr);
  store::give_catalogue_own_ids(database);
  for (auto noun : {OwnNoun::artists, OwnNoun::tracks}) store::drop_own_table(database, name_of(noun));
}

void OwnExportImport::note_unknown(OwnNoun noun, const FileAccount& account) {
  if (account.unknown.empty()) return;
  std::string list;
  for (const auto& column : account.unknown) list += (list.empty() ? "" : ", ") + column;
  report_.notes.push_back(fmt::format("{} has unknown columns, which were ignored: {}.", name_of(noun), list));
}

void OwnExportImport::compare_counts(OwnNoun noun, std::int64_t rows) {
  for (const auto& count : counts_)
    if (count.noun == name_of(noun) && count.rows != rows)
      report_.notes.push_back(
          fmt::format("The export had {} rows in {}; the file has {}: it was changed since, or is not whole.",
                      counted(count.rows), name_of(noun), counted(rows)));
}

void OwnExportImport::bring_noun(db::BlockingConnection& database, OwnNoun noun) {
  std::vector<FileAccount> accounts;
  accounts.reserve(found_.files.size());
  stage(database, noun, &accounts);
  show_(Progress{fmt::format("writing {}", name_of(noun)), 0, 0, true});
  std::int64_t rows = 0;
  auto outcomes = store::bring_own(database, bringing_, name_of(noun));
  for (const auto& outcome : outcomes) {
    auto& counts = accounts.at(static_cast<std::size_t>(outcome.file)).counts;
    counts.already_there += outcome.already_there;
    added_ += outcome.added;
    if (outcome.kind == "episode")
      counts.episodes += outcome.added;
    else if (outcome.kind == "chapter")
      counts.audiobooks += outcome.added;
    else
      counts.added += outcome.added;
  }
  store::each_own_refused(database, name_of(noun), [&](const store::OwnRefused& refused) {
    auto& account = accounts.at(static_cast<std::size_t>(refused.file));
    ++account.counts.rejected;
    account.reasons[refused.reason].add(refused.row);
    rejects_.add(csv_field(found_.files[account.entry].name), refused.row, refused.reason,
                 printable(refused.value, 200));
  });
  for (auto& account : accounts) {
    const auto& file = found_.files[account.entry];
    if (!account.counts.accounted_for())
      throw std::logic_error(fmt::format("not every row of {} is accounted for", printable(file.name)));
    rows += account.counts.rows;
    note_unknown(noun, account);
    HistoryFileReport told{file.name, "our own export", account.counts, std::move(account.reasons), account.problem};
    (noun == OwnNoun::plays ? report_.files : report_.nouns).push_back(std::move(told));
  }
  compare_counts(noun, rows);
}

void OwnExportImport::bring(db::BlockingConnection& database, Id user, std::int64_t version) {
  bringing_ = store::begin_own_export(database, user, version, found_.name);
  for (auto noun : kBrought) bring_noun(database, noun);
  if (!zone_.empty() && TimeZone::exists(zone_) && store::bring_time_zone(database, user, zone_))
    report_.notes.push_back(fmt::format("Your time zone is {} now, as it was when the export was made.", zone_));
  for (const auto& unknown : found_.unknown)
    report_.notes.push_back(
        fmt::format("{} is an unknown file and was ignored. A newer version of this program may "
                    "know it.",
                    printable(unknown)));
  span_ = store::own_span(database);
  unconfirmed_ = store::own_unconfirmed(database);
  kept_ = store::finish_own_export(database, bringing_, added_ > 0);
  if (kept_) report_.sources.push_back(bringing_.source);
}

void OwnExportImport::keep_report(db::BlockingConnection& database, const HistoryReport& report) {
  if (kept_) store::keep_report(database, bringing_.user, bringing_.source, report_json(report).text);
}

}  // namespace mtm::transfer
