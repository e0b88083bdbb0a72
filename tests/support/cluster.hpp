// A PostgreSQL of the test's own, for tests that stop it, kill it or fill it up.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "support/process.hpp"

namespace mtm::test {

/// Lives in a temporary folder, listens on a unix socket there, and is gone with the test. What it wrote survives
/// kill(): the machine stays up, so fsync can be off.
class PrivateCluster {
 public:
  /// Started at once. Settings are lines of postgresql.conf, such as "max_connections = 10".
  explicit PrivateCluster(const std::vector<std::string>& settings = {});
  /// A standby of another, which streams from it and has all that it has when this returns.
  explicit PrivateCluster(PrivateCluster& primary);
  ~PrivateCluster();
  PrivateCluster(const PrivateCluster&) = delete;
  PrivateCluster& operator=(const PrivateCluster&) = delete;

  /// Returns when it answers, crash recovery included.
  void start();
  /// Ends every connection, then itself.
  void stop();
  /// The same without a farewell: "immediate", the next start recovers.
  void quit();
  /// SIGKILL to its first process; the others notice and leave.
  void kill();

  /// Whether it would let somebody in now.
  bool answers() const;
  /// Of its first process.
  pid_t pid() const { return postgres_->pid(); }

  /// A standby becomes a primary; returns when it takes changes.
  void promote();

  std::string url(std::string_view database = "postgres") const;
  std::string folder() const { return folder_; }
  std::string socket_path() const;

 private:
  void end(int signal);

  std::filesystem::path folder_;
  std::unique_ptr<Process> postgres_;
};

}  // namespace mtm::test
