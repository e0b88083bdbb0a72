// Imports at the limits of the machine: a disk that takes no more, and as many rows of one second as a year has.
#include <fmt/format.h>
#include <sys/resource.h>
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include "integration/old_database.hpp"
#include "integration/steps.hpp"
#include "support/memory.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;
using Catch::Contains;

namespace {

/// From now on no file of that program grows beyond so many bytes, as if the disk were full.
void fill_disk(pid_t program, rlim_t bytes) {
  struct rlimit limit{bytes, RLIM_INFINITY};
  REQUIRE(::prlimit(program, RLIMIT_FSIZE, &limit, nullptr) == 0);
}
void empty_disk(pid_t program) { fill_disk(program, RLIM_INFINITY); }

std::size_t uploads_in(const TemporaryFolder& folder) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path("")))
    if (entry.path().filename().string().starts_with("upload-")) ++count;
  return count;
}

const std::string kHeader = "uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n";

/// Rows of one second, of so many tracks in turn.
void write_rows(const std::string& path, int rows, int tracks) {
  std::ofstream file(path);
  file << kHeader;
  for (int i = 0; i < rows; ++i) file << fmt::format("1577836800,x,Singer,,Album,,Song {},\n", i % tracks);
}

/// The program may have no more memory than that, where it is not AddressSanitizer's.
Outcome import_with_memory(const std::string& megabytes, const std::string& file, const std::string& database_url) {
  auto limit = kMemoryFactor == 1 ? "ulimit -v " + megabytes + "000; " : "";
  return run({"/bin/sh", "-c", limit + R"(exec "$@")", "sh", program("music-time-machine"), "import", file, "--user",
              "demo", "--new-user"},
             {{"DATABASE_URL", database_url}});
}

}  // namespace

TEST_CASE(
    "a disk that is full refuses an upload in a sentence and keeps nothing of it, and takes it when there is room") {
  TemporaryFolder folder;
  App app(Environment{{"TMPDIR", folder.path("")}}, kFewLikes);
  auto key = make_key(app.database.url(), "demo");
  auto pid = app.server.process().pid();
  std::string rows = kHeader;
  for (int i = 0; i < 30'000; ++i) rows += fmt::format("{},x,Singer,,Album,,Song,\n", 1'577'836'800 + 60 * i);
  auto upload = [&](const std::string& bytes) {
    return client_with(app.server.origin(), key)
        .send("POST", "/api/v1/imports", bytes, {{"Content-Type", "application/octet-stream"}});
  };
  auto ended = [&](const Reply& begun) {
    REQUIRE(begun.status == 202);
    Reply reply;
    REQUIRE(eventually([&] {
      reply = client_with(app.server.origin(), key).get("/api/v1/imports/" + begun.at("/id"));
      return reply.at("/finished_at") != "null";
    }));
    return reply;
  };
  fill_disk(pid, 400'000);
  auto refused = upload(rows);
  CHECK(refused.status == 503);
  CHECK(refused.at("/detail") == "There is no room for this file on the server.");
  CHECK(eventually([&] { return uploads_in(folder) == 0; }));
  CHECK(app.database.sql().number("select count(*) from imports") == 0);

  // The file has room, the list of its rejected rows has none.
  std::string odd = kHeader;
  for (int i = 0; i < 10'000; ++i) odd += "never,x,Singer,,,,Song,\n";
  auto failed = ended(upload(odd + "1577836800,x,Singer,,Album,,Song,\n"));
  CHECK(failed.at("/state") == "failed");
  CHECK_THAT(failed.at("/sentence"), Contains("Nothing was imported") && !Contains(folder.path("")));
  CHECK(app.database.sql().number("select count(*) from plays") == 0);

  empty_disk(pid);
  CHECK(ended(upload(rows)).at("/report/added") == "30000");
  CHECK(eventually([&] { return uploads_in(folder) == 0; }));
}

TEST_CASE("a million rows of one second are accounted for, in bounded memory, beside a million more") {
  ScratchDatabase database;
  TemporaryFolder folder;
  auto of_many = folder.path("many.csv"), of_one = folder.path("one.csv");
  write_rows(of_many, 1'000'000, 1'000);
  write_rows(of_one, 1'000'000, 1);
  auto many = import_with_memory("700", of_many, database.url());
  INFO(many.out << many.err);
  REQUIRE(many.exit_code == 0);
  CHECK_THAT(many.out, Contains("1,000 added + 999,000 already there"));
  auto one = import_with_memory("700", of_one, database.url());
  INFO(one.out << one.err);
  REQUIRE(one.exit_code == 0);
  CHECK_THAT(one.out, Contains("0 added + 32,767 already there") && Contains("967,233 rejected"));
  CHECK(database.sql().number("select count(*) from plays") == 1'032'767);
}
