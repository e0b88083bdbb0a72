// Which page of a long list to ask Spotify for next. The list changes while it is read, pages fail or come empty, and
// what Spotify says of the list's length and end is not always so. Decides without I/O.
#pragma once
#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/json.hpp"

namespace mtm::sync {

/// Places of a list, counted from 0: from the first of them to the one behind the last.
struct Places {
  std::int64_t from = 0;
  std::int64_t to = 0;

  friend bool operator==(const Places&, const Places&) = default;
};
BOOST_DESCRIBE_STRUCT(Places, (), (from, to))

/// What a page said.
struct PageFacts {
  std::int64_t count = 0;                   // of its items, those that can't be used among them
  bool news = true;                         // whether one of them had not been read before
  bool next = false;                        // whether Spotify names a next page
  std::optional<std::int64_t> next_offset;  // and where it begins
  std::optional<std::int64_t> total;        // of the list
};

/// Places that could not be read, and why.
struct Unread {
  Places places;
  std::string reason;
};

/// What is kept of a reading between two pages, so that it goes on after an interruption.
struct ReadingState {
  std::int64_t offset = 0;            // all before it was asked for
  std::optional<std::int64_t> total;  // as the last page said
  bool at_end = false;                // all was asked for once; what is left stands in `again`
  std::vector<Places> again;          // in order, none touching another
  std::int64_t unread = 0;            // places that were given up
  std::int64_t unknown = 0;           // items of which not even the id could be read
};
BOOST_DESCRIBE_STRUCT(ReadingState, (), (offset, total, at_end, again, unread, unknown))

/// One reading of a list, from its first page on. Places that a page did not bring, and those that moved because the
/// list became longer or shorter meanwhile, are asked for again at the end, once.
class ListReading {
 public:
  explicit ListReading(ReadingState state) : state_(std::move(state)) {}

  /// The place from which to ask; nothing at the end.
  std::optional<std::int64_t> next() const;
  /// Of the page there, these places matter: the others were read before.
  Places wanted() const;
  /// The page from next() on was read. What it tells us to give up.
  std::optional<Unread> took(const PageFacts& page);
  /// The page from next() on can't be had. The first time it is asked for again at the end, the second time given up.
  std::optional<Unread> failed(const std::string& reason);
  /// So many items that can't be used don't even say which track they mean.
  void met_unknown(std::int64_t items) { state_.unknown += items; }

  const ReadingState& state() const { return state_; }
  bool at_end() const { return state_.at_end; }
  /// Places that were asked for, for people.
  std::int64_t done() const;
  /// Whether every item of the list was read, so that what was not met is not in it.
  bool complete() const;

 private:
  void note_total(std::optional<std::int64_t> total);
  void ask_again(Places places);
  void forget_places_behind_the_end();
  std::optional<Unread> give_up(Places places, std::string reason);
  std::optional<Unread> took_first(const PageFacts& page);
  std::optional<Unread> took_again(const PageFacts& page);

  ReadingState state_;
  int empty_in_a_row_ = 0;
  int asked_again_ = 0;
  bool total_changed_ = false;
};
/// Reads back what to_json() wrote; a reading from the start for anything else.
ReadingState reading_from(const std::optional<Json>& json);

}  // namespace mtm::sync
