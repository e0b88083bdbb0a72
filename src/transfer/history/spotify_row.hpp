// What the rows of Spotify's own files have in common: when a play ended, how long it was, and what names it.
#pragma once
#include <string_view>

#include "transfer/history/format.hpp"
#include "transfer/history/json_items.hpp"
#include "transfer/history/row.hpp"

namespace mtm::transfer {

/// Fills in when the play ended and how long it was; false when it has rejected the row for one of them.
bool set_time_and_duration(HistoryRow& row, const JsonValue& time, const JsonValue& duration,
                           const ReadingOptions& options, HistoryRows& rows);

/// Takes the row if something names it, and rejects it otherwise; `item` is shown then.
void take_named(const HistoryRow& row, const JsonValue& item, HistoryRows& rows);

}  // namespace mtm::transfer
