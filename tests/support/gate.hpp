// A gate on the road between two programs: it carries, stalls, delays, refuses and cuts, so that a test can do to a
// network what networks do by themselves.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace mtm::test {

/// Listens on a port of 127.0.0.1 from the start to the end of its life and carries bytes to its target both ways. What
/// is said here is in force when the call returns.
class Gate {
 public:
  explicit Gate(std::uint16_t target_port);
  /// To a unix socket, such as PostgreSQL's.
  explicit Gate(const std::string& target_path);
  ~Gate();
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;

  std::uint16_t port() const;

  /// Carries everything again, at once.
  void pass();
  /// Takes connections but carries nothing: the other end is there and silent. What waits is carried on by pass().
  void stall();
  /// Every piece arrives so much later.
  void delay(std::chrono::milliseconds length);
  /// Carries at most so many bytes at once, either way, and rests after each piece.
  void trickle(std::size_t bytes, std::chrono::milliseconds rest);
  /// Of what comes from the target one piece in so many begins with another byte; 0: none.
  void garble(int one_in);
  /// The next answers of two connections are exchanged, as a pooler that loses count does.
  void exchange_answers();
  /// New connections are refused; those that are open stay.
  void refuse();
  /// Resets every open connection.
  void cut();

  /// When bytes on their way to the target contain `pattern`, they don't arrive and their connection is reset.
  void cut_before(const std::string& pattern, int times = 1);
  /// When bytes on their way to the target contain `pattern`, they arrive, but what comes back doesn't: the connection
  /// is reset at the first bytes that contain `answer` (at any, when it is empty).
  void cut_answer(const std::string& pattern, const std::string& answer = "", int times = 1);
  /// How many connections met the fate of the two above.
  int fates() const;

  /// Connections that are open now, and all that were ever taken.
  int open() const;
  int taken() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mtm::test
