#include "support/neighbours.hpp"

#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "support/database.hpp"
#include "support/http_client.hpp"
#include "support/socket.hpp"

namespace mtm::test {
namespace {

namespace fs = std::filesystem;

/// Neither program wants to be root.
std::vector<std::string> as_nobody_special(std::vector<std::string> command) {
  if (::geteuid() != 0) return command;
  std::vector<std::string> whole{"setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups",
                                 "--pdeathsig=KILL"};
  whole.insert(whole.end(), command.begin(), command.end());
  return whole;
}

std::string installed(const std::string& name) {
  for (const char* folder : {"/usr/sbin/", "/usr/bin/", "/usr/local/sbin/", "/usr/local/bin/"})
    if (fs::exists(folder + name)) return folder + name;
  throw std::runtime_error(name + " is not installed: script/bootstrap test installs it");
}

std::string contents(const fs::path& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("there is no " + path.string());
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The text with one line exchanged; the line must be there.
std::string with_line(const std::string& text, const std::string& begins, const std::string& instead) {
  auto at = text.find(begins);
  if (at == text.npos) throw std::runtime_error("there is no line that begins with: " + begins);
  return text.substr(0, at) + instead + text.substr(text.find('\n', at));
}

}  // namespace

Folder::Folder() {
  char pattern[] = "/tmp/mtm-folder-XXXXXX";
  if (!::mkdtemp(pattern)) throw std::runtime_error("no temporary folder can be made in /tmp");
  path_ = pattern;
  auto* account = ::geteuid() == 0 ? ::getpwnam("postgres") : nullptr;
  if (account && ::chown(pattern, account->pw_uid, account->pw_gid) != 0)
    throw std::runtime_error("the account postgres can't be given a folder");
}

Folder::~Folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void Folder::write(const std::string& name, const std::string& text) const {
  std::ofstream file(path_ / name);
  file << text;
}

PgBouncer::PgBouncer(const std::string& database_url, int connections) : port_(free_port()) {
  DatabaseUrl url(database_url);
  database_ = url.part("dbname");
  folder_.write(
      "bouncer.ini",
      "[databases]\n" + database_ + " = host=" + url.part("host") +
          " port=" + (url.part("port").empty() ? "5432" : url.part("port")) + " user=" + url.part("user") +
          "\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = " + std::to_string(port_) +
          "\nunix_socket_dir =\nauth_type = any\npool_mode = transaction\nmax_client_conn = 200\ndefault_pool_size = " +
          std::to_string(connections) + "\n");
  process_ = std::make_unique<Process>(as_nobody_special({installed("pgbouncer"), folder_.path("bouncer.ini")}));
  process_->wait_for_line("process up");
}

std::string PgBouncer::url() const {
  return "postgresql://anybody@127.0.0.1:" + std::to_string(port_) + "/" + database_;
}

HaProxy::HaProxy(const std::vector<std::string>& server_origins) : port_(free_port()) {
  auto text = contents(fs::path(SOURCE_FOLDER) / "deploy" / "haproxy.cfg");
  text = with_line(text, "  bind :8080", "  bind 127.0.0.1:" + std::to_string(port_));
  text = with_line(text, "  parse-resolv-conf", "  nameserver nobody 127.0.0.1:9");
  std::string servers;
  for (std::size_t i = 0; i < server_origins.size(); ++i)
    servers += (i > 0 ? "\n" : "") + std::string("  server one") + std::to_string(i) + " " +
               server_origins[i].substr(7) + " check";
  text = with_line(text, "  server-template", servers);
  folder_.write("haproxy.cfg", text);
  process_ =
      std::make_unique<Process>(as_nobody_special({installed("haproxy"), "-db", "-f", folder_.path("haproxy.cfg")}));
  bool up = eventually([&] {
    try {
      return HttpClient(origin()).get("/readyz").status == 200;
    } catch (const std::exception&) {
      return false;
    }
  });
  if (!up) throw std::runtime_error("HAProxy does not pass on: " + process_->err());
}

}  // namespace mtm::test
