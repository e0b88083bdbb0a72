// What people can show to everybody: a question about their history, kept as the query that would ask it, and the list
// that answers it.
#pragma once
#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/services.hpp"
#include "cards/card.hpp"
#include "http/json_body.hpp"
#include "http/request.hpp"

namespace mtm::api {

enum class Shareable { artists, albums, tracks, recap, year, playlist };
BOOST_DESCRIBE_ENUM(Shareable, artists, albums, tracks, recap, year, playlist)

struct ShareQuestion {
  Shareable what;
  std::string parameters;  // "by=plays&range=12m", "year=2016&choice=loved", "playlist_id=playlist_2016_loved"
};

/// By `what` and what it takes: `by`, `counted_from` and days as charts and recaps do (asked_range.hpp); of a year
/// `choice`, `order` and `year`, `period`, or `from` and `to`; or `playlist_id`. Throws Problem(422); what the
/// parameters say is checked when the list is made.
ShareQuestion share_question(const http::Request& request);
ShareQuestion share_question(http::JsonBody& body);

/// As it was kept; nothing when this version of the program does not know what it is.
std::optional<ShareQuestion> kept_question(const std::string& what, std::string parameters);

/// Whether its days move on with the calendar.
bool is_rolling(const ShareQuestion& question);
/// The same about the days that it is about today.
ShareQuestion frozen(const ShareQuestion& question, const history::History& history);

struct SharedEntry {
  std::string name, detail, figure;
  std::int64_t part = 0;  // of the first one's figure, in thousandths
};

/// A list in words, for a page and for a picture. It holds nothing but what is shown.
struct SharedList {
  std::string title, period;
  std::string figures;               // about all of it; may be empty
  std::vector<SharedEntry> entries;  // at most 50
  std::string more;                  // how many there are beside them; empty: none
  std::string nothing;               // why there are none
  bool ranked = true;                // the entries have places; otherwise each is a fact, with its name as detail
};

/// How a list is headed, without the list itself.
struct Heading {
  std::string title, period;
};

/// `playlist_name` is that of a playlist. Throws Problem(422).
Heading heading_of(const ShareQuestion& question, const history::History& history, const std::string& playlist_name);
/// Empty when the question is about no playlist.
std::string playlist_asked(const ShareQuestion& question);

/// The list of this user; nothing when its playlist is gone. Throws Problem(422) for parameters that say nothing.
Task<std::optional<SharedList>> shared_list(Id user, Services& services, ShareQuestion question);

cards::Card card_of(const SharedList& list, const std::optional<std::string>& person);

}  // namespace mtm::api
