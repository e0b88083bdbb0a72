#include "db/errors.hpp"

#include <catch2/catch.hpp>

using namespace mtm::db;

namespace {

constexpr const char* kName = "api_key_label_once";

struct Case {
  const char* sqlstate;
  const char* constraint;
  const char* message;
};

bool not_unique(const Case& said) { return Error(said.sqlstate, said.constraint, said.message).not_unique(kName); }

}  // namespace

TEST_CASE("a row that is there already is known by the name of its constraint, also on a shard") {
  const char* plain = R"(ERROR:  duplicate key value violates unique constraint "api_key_label_once")";
  const char* on_shard = R"(ERROR:  duplicate key value violates unique constraint "api_key_label_once_102008")";
  for (auto said : {Case{"23505", "api_key_label_once", plain}, Case{"23505", "api_key_label_once_102008", on_shard},
                    Case{"23505", "", on_shard}, Case{"23505", "", plain}, Case{"23505", "api_key_label_once_1", ""}}) {
    CAPTURE(said.constraint, said.message);
    CHECK(not_unique(said));
  }
}

TEST_CASE("another refusal is not taken for it") {
  const char* other = R"(ERROR:  duplicate key value violates unique constraint "api_keys_key_102008")";
  for (auto said : {Case{"23503", "api_key_label_once", ""}, Case{"23514", "api_key_label_once", ""},
                    Case{"", "api_key_label_once", ""}, Case{"23505", "api_key_label_once_", ""},
                    Case{"23505", "api_key_label_once_x", ""}, Case{"23505", "api_key_label_once_1x", ""},
                    Case{"23505", "api_key_label_once1", ""}, Case{"23505", "api_key_label", ""},
                    Case{"23505", "my_api_key_label_once", ""}, Case{"23505", "api_keys_key", ""},
                    Case{"23505", "", other}, Case{"23505", "", ""}, Case{"23505", "", "no name in it"},
                    Case{"23505", "api_keys_key", R"(unique constraint "api_key_label_once")"}}) {
    CAPTURE(said.sqlstate, said.constraint, said.message);
    CHECK_FALSE(not_unique(said));
  }
}
