// Turns a fault's rule into what goes over the wire.
#pragma once
#include <string_view>

#include "http/response.hpp"
#include "sandbox/faults.hpp"

namespace mtm::sandbox {

/// The answer that a rule gives instead of the true one. accounts.spotify.com writes its errors flat.
http::Response faulty_answer(const Rule& rule, bool flat);

/// 429 as Spotify words it: for the short limit, or for the day's quota.
http::Response too_many_calls(const CallLimit& limit, std::chrono::seconds wait, bool quota);

/// Bytes that go out as they are, head and all, with pauses between them: a Spotify that breaks off, drips, or says
/// nothing at all.
struct RawAnswer {
  struct Piece {
    std::string bytes;
    std::chrono::milliseconds pause;  // after it
  };
  std::vector<Piece> pieces;

  Task<> operator()(http::Outgoing& out) const;
};

/// Breaks a good answer off, drips it, or cuts it into chunks, as the rule says.
http::Response mistreated(const Rule& rule, http::Response answer);

}  // namespace mtm::sandbox
