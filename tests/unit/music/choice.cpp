#include "music/choice.hpp"

#include <catch2/catch.hpp>

using namespace mtm::music;

TEST_CASE("a choice is read from its own word only") {
  for (auto choice : {Choice::loved, Choice::released}) CHECK(choice_from(to_text(choice)) == choice);
  for (auto text : {"", "Loved", "loved ", "saved"}) CHECK_FALSE(choice_from(text));
}

TEST_CASE("an order is read from its own word only") {
  for (auto order : {Order::best, Order::happened}) CHECK(order_from(to_text(order)) == order);
  for (auto text : {"", "Best", "happened ", "random"}) CHECK_FALSE(order_from(text));
}
