#include <fmt/format.h>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include "api/handlers.hpp"
#include "http/body.hpp"
#include "http/problem.hpp"
#include "store/users.hpp"
#include "transfer/archive/archive.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;

namespace {

using transfer::Archive;

/// Lives and ends on the background's thread, as what it borrows there must.
std::shared_ptr<Archive> open_archive(BackgroundWork& background_work, Id user, bool to_the_person,
                                      transfer::ArchiveFormat format) {
  auto executor = background_work.executor;
  return {new Archive(background_work.exports, background_work.export_meters, user, to_the_person, format, wall_now()),
          [executor](Archive* archive) { asio::post(executor, [ended = std::unique_ptr<Archive>(archive)] {}); }};
}

/// Holds the archive for as long as the other thread works on it.
Task<std::string> next_of(std::shared_ptr<Archive> archive) {
  auto piece = co_await archive->next();
  co_return piece;
}

/// A client that leaves is noticed between two pieces: what runs on another thread can't be cancelled from this one.
Task<> send_archive(http::Body& body, Executor background, std::shared_ptr<PerUserLimit::Turn> turn,
                    std::shared_ptr<Archive> archive, std::string piece) {
  asio::enable_terminal_cancellation heard;
  asio::disable_cancellation passed_on;
  co_await asio::this_coro::reset_cancellation_state(heard, passed_on);
  while (!piece.empty()) {
    co_await body.write(piece);
    auto next = next_of(archive);
    piece = co_await run_on(background, std::move(next));
  }
  turn->end();  // before the reader knows that this was all
}

transfer::ArchiveFormat format_of(const Request& request) {
  auto format = request.text("format").value_or("jsonl");
  if (format == "jsonl") return transfer::ArchiveFormat::jsonl;
  if (format == "csv") return transfer::ArchiveFormat::csv;
  throw Problem(Status::unprocessable, "'format' must be jsonl or csv.");
}

/// Says whose it is, of which day and of which kind. Spotify's ids of persons are plain enough for a file's name; what
/// is not is left out.
std::string file_name(const std::string& person, transfer::ArchiveFormat format) {
  std::string plain;
  for (char c : person)
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_') plain += c;
  auto kind = format == transfer::ArchiveFormat::csv ? "spreadsheets" : "archive";
  return fmt::format("music-time-machine-{}-{}-{}.zip", plain, kind, to_rfc3339(wall_now()).substr(0, 10));
}

}  // namespace

// GET /api/v1/export?format=jsonl|csv
Task<Response> export_everything(const Request& request, Services& services) {
  auto format = format_of(request);
  Id id{request.caller.user_id};
  auto user = co_await store::user(services.database, id);
  if (!user) throw Problem(Status::unauthorized, "Log in first.");
  auto turn = services.background_work.exporting.take(id);
  if (!turn)
    throw Problem(Status::conflict, "An export of yours is under way. Wait until it has ended, or stop it.",
                  std::chrono::seconds(5));
  bool to_the_person = !request.caller.session.empty();
  auto archive = open_archive(services.background_work, id, to_the_person, format);
  auto background = services.background_work.executor;
  // What can't be done is said while there is still a status to say it with.
  auto begin = next_of(archive);
  auto first = co_await run_on(background, std::move(begin));
  co_return http::download("application/zip", file_name(user->spotify_user_id, format),
                           [background, turn, archive, first](http::Body& body) {
                             return send_archive(body, background, turn, archive, first);
                           });
}

}  // namespace mtm::api
