#include "store/health.hpp"

#include <boost/describe.hpp>

namespace mtm::store {

struct One {
  int one;
};
BOOST_DESCRIBE_STRUCT(One, (), (one))

const db::Query<One> kAnswered{"answered", {}, "select 1 as one"};

Task<> answered(db::Database& database) { co_await database.one(kAnswered); }

}  // namespace mtm::store
