// What makes a track one of a time, and in which order its tracks stand.
#pragma once
#include <optional>
#include <string_view>

namespace mtm::music {

/// That I loved it then, or that it came out then.
enum class Choice { loved, released };

std::string_view to_text(Choice choice);
/// Nothing for any other word.
std::optional<Choice> choice_from(std::string_view text);

/// The best first, or as it happened.
enum class Order { best, happened };

std::string_view to_text(Order order);
std::optional<Order> order_from(std::string_view text);

}  // namespace mtm::music
