// What every user may have one of at a time, such as an upload: where places are few, nobody takes them all.
#pragma once
#include <memory>
#include <mutex>
#include <set>

#include "core/id.hpp"

namespace mtm {

/// For any thread; outlives the turns it gives.
class OneEach {
 public:
  class Turn {
   public:
    Turn(OneEach& of, Id user) : of_(of), user_(user) {}
    ~Turn() { end(); }
    Turn(const Turn&) = delete;

    /// The user may have another now; at the end of this object at the latest.
    void end();

   private:
    OneEach& of_;
    Id user_;
    bool ended_ = false;
  };

  /// Null when this user has one.
  std::shared_ptr<Turn> take(Id user);

 private:
  std::mutex mutex_;
  std::set<Id> users_;
};

}  // namespace mtm
