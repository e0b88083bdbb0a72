#include "support/cluster.hpp"

#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "support/database.hpp"

namespace mtm::test {
namespace {

namespace fs = std::filesystem;

std::string program(const std::string& name) {
  std::vector<std::string> found;
  if (fs::exists("/usr/lib/postgresql")) {
    for (const auto& version : fs::directory_iterator("/usr/lib/postgresql")) {
      auto path = version.path() / "bin" / name;
      if (fs::exists(path)) found.push_back(path);
    }
  }
  if (found.empty())
    throw std::runtime_error("PostgreSQL's " + name + " is not installed: script/bootstrap installs it");
  return *std::max_element(found.begin(), found.end());
}

/// PostgreSQL refuses to run as root, so root runs it as the account that Debian made for it. That change of account
/// forgets who is to be told of our death; setpriv says it again.
std::vector<std::string> as_owner(std::vector<std::string> command) {
  if (::geteuid() != 0) return command;
  std::vector<std::string> whole{"setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups",
                                 "--pdeathsig=KILL"};
  whole.insert(whole.end(), command.begin(), command.end());
  return whole;
}

fs::path private_folder() {
  char pattern[] = "/tmp/mtm-cluster-XXXXXX";  // short: a unix socket's address has 107 bytes at most
  if (!::mkdtemp(pattern)) throw std::runtime_error("no temporary folder can be made in /tmp");
  if (::geteuid() == 0) {
    auto* account = ::getpwnam("postgres");
    if (!account || ::chown(pattern, account->pw_uid, account->pw_gid) != 0) {
      throw std::runtime_error("the account postgres can't be given a folder");
    }
  }
  return pattern;
}

}  // namespace

PrivateCluster::PrivateCluster(const std::vector<std::string>& settings) : folder_(private_folder()) {
  auto made =
      run(as_owner({program("initdb"), "--pgdata=" + (folder_ / "data").string(), "--username=music_time_machine",
                    "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"}));
  if (made.exit_code != 0) throw std::runtime_error("initdb failed: " + made.out + made.err);
  {
    std::ofstream file(folder_ / "data" / "postgresql.conf", std::ios::app);
    file << "listen_addresses = ''\nunix_socket_directories = '" << folder_.string()
         << "'\nfsync = off\nshared_buffers = 16MB\n";
    for (const auto& setting : settings) file << setting << '\n';
  }
  start();
}

PrivateCluster::PrivateCluster(PrivateCluster& primary) : folder_(private_folder()) {
  auto copied = run(as_owner({program("pg_basebackup"), "--pgdata=" + (folder_ / "data").string(),
                              "--dbname=" + primary.url(), "--write-recovery-conf", "--checkpoint=fast", "--no-sync"}));
  if (copied.exit_code != 0) throw std::runtime_error("pg_basebackup failed: " + copied.out + copied.err);
  std::ofstream(folder_ / "data" / "postgresql.conf", std::ios::app)
      << "unix_socket_directories = '" << folder_.string() << "'\nsynchronous_standby_names = ''\n";
  start();
  Sql asking(primary.url());
  bool streams = eventually(
      [&] { return asking.number("select count(*) from pg_stat_replication where state = 'streaming'") == 1; });
  if (!streams) throw std::runtime_error("the standby does not stream: " + postgres_->err());
}

void PrivateCluster::promote() {
  Sql(url()).value("select pg_promote()");
  if (!eventually([&] { return Sql(url()).value("select pg_is_in_recovery()") == "f"; }))
    throw std::runtime_error("the standby stays one");
}

PrivateCluster::~PrivateCluster() {
  postgres_.reset();
  // The other processes may still be writing their last; what remains of them is removed with the folder.
  std::error_code error;
  eventually([&] { return fs::remove_all(folder_, error), !fs::exists(folder_); }, std::chrono::seconds(5));
}

void PrivateCluster::start() {
  auto command = as_owner({program("postgres"), "-D", (folder_ / "data").string()});
  bool started = eventually([&] {
    // After a kill it refuses to start until the last of its former processes has left: then it is started again.
    if (!postgres_ || !postgres_->running()) postgres_ = std::make_unique<Process>(command);
    return answers();
  });
  if (!started) throw std::runtime_error("PostgreSQL does not start: " + postgres_->err());
}

void PrivateCluster::stop() { end(SIGINT); }  // "fast"
void PrivateCluster::quit() { end(SIGQUIT); }

void PrivateCluster::end(int signal) {
  if (!postgres_) return;
  postgres_->signal(signal);
  postgres_->wait();
  postgres_.reset();
}

void PrivateCluster::kill() {
  if (!postgres_) return;
  postgres_->kill();
  postgres_.reset();
}

bool PrivateCluster::answers() const { return PQping(url().c_str()) == PQPING_OK; }

std::string PrivateCluster::url(std::string_view database) const {
  return "postgresql:///" + std::string(database) + "?host=" + folder_.string() + "&user=music_time_machine&port=5432";
}

std::string PrivateCluster::socket_path() const { return folder_ / ".s.PGSQL.5432"; }

}  // namespace mtm::test
