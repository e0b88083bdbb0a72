// Programs that stand beside the server in real installations: a pooler before PostgreSQL, a proxy before several
// servers.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "support/process.hpp"

namespace mtm::test {

/// A temporary folder that the account postgres may write to, gone with the test.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;

  std::string path(const std::string& name) const { return path_ / name; }
  void write(const std::string& name, const std::string& text) const;

 private:
  std::filesystem::path path_;
};

/// PgBouncer in transaction mode: two statements of one client may run on two connections.
class PgBouncer {
 public:
  /// Before the PostgreSQL of that URL, with so many connections to it.
  PgBouncer(const std::string& database_url, int connections);

  std::string url() const;

 private:
  Folder folder_;
  std::string database_;
  std::uint16_t port_;
  std::unique_ptr<Process> process_;
};

/// HAProxy before several servers, with the settings that deploy/haproxy.cfg gives it.
class HaProxy {
 public:
  explicit HaProxy(const std::vector<std::string>& server_origins);

  std::string origin() const { return "http://127.0.0.1:" + std::to_string(port_); }
  /// What it has said about its servers.
  std::string said() const { return process_->out() + process_->err(); }

 private:
  Folder folder_;
  std::uint16_t port_;
  std::unique_ptr<Process> process_;
};

}  // namespace mtm::test
