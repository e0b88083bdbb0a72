// Changes that carry an Idempotency-Key: who answers first, and what the answer was.
#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>

#include "core/clock.hpp"
#include "core/crypto.hpp"
#include "core/id.hpp"
#include "db/database.hpp"
#include "db/values.hpp"

namespace mtm::store {

/// True: it is ours to answer, until `until`. False: somebody else has answered it, is about to, or the key was used
/// for another request; earlier_answer() says which.
Task<bool> claim_repeat(db::Database& database, Id user, std::string key, Digest request, WallTime until,
                        WallTime expires_at);

struct EarlierAnswer {
  bool same_request;
  std::optional<int> status;        // none while it is being answered
  std::optional<db::Bytes> answer;  // sealed
};
BOOST_DESCRIBE_STRUCT(EarlierAnswer, (), (same_request, status, answer))

Task<std::optional<EarlierAnswer>> earlier_answer(db::Database& database, Id user, std::string key, Digest request);
Task<> keep_answer(db::Database& database, Id user, std::string key, Digest request, int status, db::Bytes sealed);
/// Nothing became of it: whoever repeats it begins anew.
Task<> release_repeat(db::Database& database, Id user, std::string key, Digest request);

}  // namespace mtm::store
