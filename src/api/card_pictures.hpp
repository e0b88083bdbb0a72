// Pictures of cards, drawn on threads for calculations and kept for a while. One object for the whole process.
#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "cards/card.hpp"
#include "core/clock.hpp"
#include "core/compute.hpp"

namespace mtm::api {

/// Tells one picture from another by what is drawn, without drawing it.
std::string card_tag(const cards::Card& card, cards::Form form);

class CardPictures {
 public:
  explicit CardPictures(ComputeThreads& compute) : compute_(compute) {}

  /// The picture as PNG. For any thread; `home` is the caller's executor. Throws Problem(503) while as many as
  /// kMostWaiting are waiting to be drawn.
  Task<std::shared_ptr<const std::string>> png(Executor home, cards::Card card, cards::Form form);

 private:
  struct Kept {
    std::string tag;
    std::shared_ptr<const std::string> bytes;
    Clock::time_point until;
  };
  struct Turn;

  std::shared_ptr<const std::string> kept(const std::string& tag);
  void keep(const std::string& tag, std::shared_ptr<const std::string> bytes);

  ComputeThreads& compute_;
  std::mutex mutex_;        // guards what follows
  std::vector<Kept> kept_;  // the latest last
  std::size_t bytes_ = 0;   // of kept_
  int waiting_ = 0;
};

}  // namespace mtm::api
