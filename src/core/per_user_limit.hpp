// What every user may have few of at a time, such as one upload: where places are few, nobody takes them all.
#pragma once
#include <cstddef>
#include <memory>
#include <mutex>
#include <set>

#include "core/id.hpp"

namespace mtm {

/// For any thread; outlives the turns it gives.
class PerUserLimit {
 public:
  explicit PerUserLimit(std::size_t most = 1) : most_(most) {}

  class Turn {
   public:
    Turn(PerUserLimit& of, Id user) : of_(of), user_(user) {}
    ~Turn() { end(); }
    Turn(const Turn&) = delete;

    /// The user may have another now; at the end of this object at the latest.
    void end();

   private:
    PerUserLimit& of_;
    Id user_;
    bool ended_ = false;
  };

  /// Null when this user has as many as one may have.
  std::shared_ptr<Turn> take(Id user);

 private:
  const std::size_t most_;
  std::mutex mutex_;
  std::multiset<Id> users_;
};

}  // namespace mtm
