#include "music/choice.hpp"

namespace mtm::music {

std::string_view to_text(Choice choice) { return choice == Choice::loved ? "loved" : "released"; }

std::optional<Choice> choice_from(std::string_view text) {
  if (text == "loved") return Choice::loved;
  if (text == "released") return Choice::released;
  return std::nullopt;
}

std::string_view to_text(Order order) { return order == Order::best ? "best" : "happened"; }

std::optional<Order> order_from(std::string_view text) {
  if (text == "best") return Order::best;
  if (text == "happened") return Order::happened;
  return std::nullopt;
}

}  // namespace mtm::music
