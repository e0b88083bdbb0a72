// Whatever of one thread may take too long, in one list that is swept four times a second: cheaper than a timer each.
#pragma once
#include <boost/intrusive/list.hpp>

#include "core/clock.hpp"

namespace mtm::http {

/// Something that waits for a client. It leaves the list by itself when it is destroyed.
class Watched : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  /// The deadline has passed. Called again at every sweep until the deadline moves.
  virtual void overdue() = 0;
  /// The server wants to end: whatever only waits for the client to begin something stops waiting.
  virtual void drain() = 0;
  /// The server ends now.
  virtual void cut() = 0;

  Deadline deadline = Deadline::max();
  /// While nothing is under way, so that to end it harms nobody.
  Clock::time_point idle_since = Clock::time_point::max();

 protected:
  ~Watched() = default;
};

class Deadlines {
 public:
  void add(Watched& watched) { watched_.push_back(watched); }

  void sweep(Deadline now);
  void drain();
  void cut();
  /// Ends the longest idle of all that are idle, to make room.
  void end_idlest();

 private:
  boost::intrusive::list<Watched, boost::intrusive::constant_time_size<false>> watched_;
};

}  // namespace mtm::http
