#include "store/imports.hpp"

#include <fmt/format.h>

#include "api/following.hpp"
#include "api/handlers.hpp"
#include "core/log.hpp"
#include "core/time_zone.hpp"
#include "http/body.hpp"
#include "http/head.hpp"
#include "http/json.hpp"
#include "http/problem.hpp"
#include "store/users.hpp"
#include "transfer/history/files.hpp"
#include "transfer/sqlite_file.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;

namespace {

constexpr std::size_t kGathered = 256 * 1024;  // before the disk is asked

Task<> write_to(transfer::UploadedFile& file, std::string bytes) {
  file.write(bytes);
  co_return;
}

/// The file is written on the background's thread: a slow disk holds up logins, captures and exports, but no other
/// request.
class ImportUpload final : public http::Upload {
 public:
  ImportUpload(BackgroundWork& background_work, std::shared_ptr<PerUserLimit::Turn> turn,
               std::unique_ptr<transfer::UploadedFile> file)
      : background_work_(background_work), turn_(std::move(turn)), file_(std::move(file)) {}

  std::uint64_t most() const override { return background_work_.imports.most(); }

  Task<> write(std::string_view piece) override {
    gathered_ += piece;
    if (!known_ && gathered_.size() >= transfer::kRecognizable) recognize();
    if (gathered_.size() >= kGathered) co_await flush();
  }

  /// The whole file. Throws when it can't be one.
  Task<std::unique_ptr<transfer::UploadedFile>> finish() {
    if (!known_) recognize();
    co_await flush();
    co_return std::move(file_);
  }

 private:
  /// By its beginning, so that nobody waits for a gigabyte to be refused. What is in a ZIP shows when it is read.
  void recognize() {
    known_ = true;
    std::string_view beginning = gathered_;
    if (beginning.starts_with(transfer::kSqliteBegin) || beginning.starts_with(transfer::kZipBegin)) return;
    try {
      if (!transfer::recognize(beginning)) throw Problem(Status::unprocessable, transfer::no_history(beginning));
    } catch (const transfer::Refused& refused) {
      throw Problem(Status::unprocessable, refused.what());
    }
  }

  Task<> flush() {
    auto bytes = std::exchange(gathered_, {});
    auto writing = write_to(*file_, std::move(bytes));
    std::string full;
    try {
      co_await run_on(background_work_.executor, std::move(writing));
    } catch (const transfer::NoRoom& no_room) {
      full = no_room.what();
    }
    if (full.empty()) co_return;
    log(Level::error, "no space for an upload", {{"reason", std::string_view(full)}});
    throw Problem(Status::service_unavailable, "There is no room for this file on the server.",
                  std::chrono::seconds(60));
  }

  BackgroundWork& background_work_;
  std::shared_ptr<PerUserLimit::Turn> turn_;
  std::unique_ptr<transfer::UploadedFile> file_;
  std::string gathered_;
  bool known_ = false;
};

/// What the request says of its body's size; a chunked one says nothing.
std::optional<std::uint64_t> announced_size(const Request& request) {
  auto length = request.field("Content-Length");
  if (!length) return std::nullopt;
  return http::read_content_length(*length);
}

[[noreturn]] void refuse_second() {
  throw Problem(Status::conflict, "An import of yours is under way. Wait until it has ended.");
}

Task<store::Import> known_import(const Request& request, Services& services) {
  auto found = co_await store::import_of(services.database, Id{request.caller.user_id}, Id{request.path_number("id")});
  if (!found) throw Problem(Status::not_found, "There is no such import of yours.");
  co_return std::move(*found);
}

struct Imports {
  std::vector<store::Import> imports;
  std::int64_t most_bytes;
};
BOOST_DESCRIBE_STRUCT(Imports, (), (imports, most_bytes))

}  // namespace

// GET /api/v1/imports
Task<Response> imports(const Request& request, Services& services) {
  auto list = co_await store::imports(services.database, Id{request.caller.user_id});
  Imports answer{std::move(list), static_cast<std::int64_t>(services.background_work.imports.most())};
  co_return http::json(answer);
}

// GET /api/v1/imports/{id}
Task<Response> one_import(const Request& request, Services& services) {
  auto found = co_await known_import(request, services);
  co_return http::json(found);
}

// Before the body of POST /api/v1/imports is read.
Task<std::shared_ptr<http::Upload>> receive_import(const Request& request, Services& services) {
  bool under_way = co_await store::import_under_way(services.database, Id{request.caller.user_id});
  if (under_way) refuse_second();
  auto turn = services.background_work.uploading.take(Id{request.caller.user_id});
  if (!turn)
    throw Problem(Status::conflict, "A file of yours is being uploaded. Wait until it is there, or stop it.",
                  std::chrono::seconds(5));
  std::shared_ptr<http::Upload> upload;
  try {
    auto file = services.background_work.imports.make_file(announced_size(request));
    upload = std::make_shared<ImportUpload>(services.background_work, std::move(turn), std::move(file));
  } catch (const transfer::NoRoom& no_room) {
    log(Level::warning, "upload refused", {{"reason", std::string_view(no_room.what())}});
    throw Problem(Status::service_unavailable, "Too many uploads at once, or no room for them. Try again in a minute.",
                  std::chrono::seconds(60));
  }
  co_return upload;
}

namespace {

jobs::AskedImport asked_import(const Request& request) {
  jobs::AskedImport asked;
  asked.name = request.text("name");
  asked.owner = request.text("whose").value_or("");
  asked.zone = request.text("zone").value_or("");
  if (!asked.zone.empty() && !TimeZone::exists(asked.zone))
    throw Problem(Status::unprocessable, "'zone' must be the name of a time zone, such as Europe/Berlin.");
  return asked;
}

}  // namespace

// POST /api/v1/imports?name=my_spotify_data.zip&zone=Europe/Berlin&whose=somebody, the file itself as the body
Task<Response> start_import(const Request& request, Services& services) {
  auto asked = asked_import(request);
  auto upload = request.upload;
  if (!upload) {  // a small one, which came with its head
    upload = co_await receive_import(request, services);
    co_await upload->write(request.body);
  }
  auto file = co_await static_cast<ImportUpload&>(*upload).finish();
  Id id{request.caller.user_id};
  auto user = co_await store::user(services.database, id);
  if (!user) throw Problem(Status::unauthorized, "Log in first.");
  auto& jobs = services.background_work.imports;
  auto begun = co_await store::begin_import_job(services.database, id, asked.name,
                                                static_cast<std::int64_t>(file->bytes()), jobs.claimant());
  if (!begun) refuse_second();
  jobs.run(id, user->spotify_user_id, begun->id, std::move(asked), std::move(file));
  auto address = fmt::format("/api/v1/imports/{}", begun->id.number);
  co_return http::json(*begun, Status::accepted).with("Location", address);
}

// DELETE /api/v1/imports/{id}: ends one that waits or is under way
Task<Response> cancel_import(const Request& request, Services& services) {
  Id user{request.caller.user_id};
  Id import{request.path_number("id")};
  bool cancelled = co_await store::cancel_import(services.database, user, import);
  if (cancelled) services.background_work.cancel_import(import);
  auto found = co_await known_import(request, services);
  if (found.state != "cancelled")
    throw Problem(Status::conflict, "This import has ended. What it brought can be undone under Sources.");
  co_return http::json(found);
}

namespace {

/// Of an import that was deleted there is nothing more to tell.
Task<Standing> standing_of(Services& services, Id user, Id import) {
  auto latest = co_await store::import_of(services.database, user, import);
  Standing standing;
  if (latest)
    standing = {to_json(*latest).text, latest->finished_at.has_value()};
  else
    standing.over = true;
  co_return standing;
}

Task<> send_rejects(http::Body& body, Services& services, Id user, Id import) {
  for (int part = 0;; ++part) {
    auto csv = co_await store::rejects_part(services.database, user, import, part);
    if (!csv) co_return;
    co_await body.write(*csv);
  }
}

}  // namespace

// GET /api/v1/imports/{id}/events
Task<Response> import_events(const Request& request, Services& services) {
  auto found = co_await known_import(request, services);
  Id user{request.caller.user_id};
  auto import = found.id;
  std::vector<Followed> all{
      {store::kImportsChannel, "import", [&services, user, import] { return standing_of(services, user, import); }}};
  co_return followed(services, request.caller, std::move(all));
}

// GET /api/v1/imports/{id}/rejects
Task<Response> import_rejects(const Request& request, Services& services) {
  auto found = co_await known_import(request, services);
  if (found.rejects_bytes == 0)
    throw Problem(
        Status::not_found,
        "There is no list: this import rejected no rows, or it is a month old or older than your last three.");
  Id user{request.caller.user_id};
  auto import = found.id;
  auto name = fmt::format("import-{}-rejects.csv", import.number);
  co_return http::download("text/csv; charset=utf-8", name, [&services, user, import](http::Body& body) {
    return send_rejects(body, services, user, import);
  });
}

}  // namespace mtm::api
