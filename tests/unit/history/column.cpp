#include "history/column.hpp"

#include <catch2/catch.hpp>
#include <numeric>
#include <random>
#include <thread>

using namespace mtm::history;

namespace {

using Numbers = std::vector<int>;

Numbers in(const Column<int>& column) { return {column.begin(), column.end()}; }

}  // namespace

TEST_CASE("a column that grows shares its rows with the one before, which stays as it is") {
  Column<int> known(Numbers{1, 2, 3});
  auto next = known.with(Numbers{4, 5});
  auto last = next.with(Numbers{6});
  CHECK(in(known) == Numbers{1, 2, 3});
  CHECK(in(next) == Numbers{1, 2, 3, 4, 5});
  CHECK(in(last) == Numbers{1, 2, 3, 4, 5, 6});
  CHECK(last.begin() != known.begin());  // there was no room behind the first
  CHECK(last.begin() == next.begin());
  CHECK(last.bytes() == next.bytes());
}

TEST_CASE("of two columns that grow from one, the second is a copy") {
  auto known = Column<int>().with(Numbers{1, 2});
  auto first = known.with(Numbers{3}), second = known.with(Numbers{4, 5});
  CHECK(first.begin() == known.begin());
  CHECK(second.begin() != known.begin());
  CHECK(in(first.with(Numbers{6})) == Numbers{1, 2, 3, 6});
  CHECK(in(second.with(Numbers{7})) == Numbers{1, 2, 4, 5, 7});
  CHECK(in(known) == Numbers{1, 2});
}

TEST_CASE("columns that grow from any earlier one have the rows that vectors would have") {
  for (unsigned seed = 1; seed <= 100; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    auto below = [&](std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random); };
    std::vector<Column<int>> columns(1);
    std::vector<Numbers> wanted(1);
    for (int step = 1; step <= 100; ++step) {
      auto from = below(3) == 0 ? below(columns.size()) : columns.size() - 1;
      Numbers more(below(10) == 0 ? 100 : below(4), step);
      columns.push_back(columns[from].with(more));
      wanted.push_back(wanted[from]);
      wanted.back().insert(wanted.back().end(), more.begin(), more.end());
    }
    for (std::size_t i = 0; i < columns.size(); ++i) REQUIRE(in(columns[i]) == wanted[i]);
  }
}

TEST_CASE("a column that was made with far more room than rows is cut to size") {
  Numbers rows(1'000, 7);
  rows.reserve(100'000);
  Column<int> column(std::move(rows));
  CHECK(column.size() == 1'000);
  CHECK(column.bytes() < 1'200 * sizeof(int));
}

TEST_CASE("threads that grow one column at the same time all get their own rows, and readers see no change") {
  for (int round = 0; round < 50; ++round) {
    Numbers rows(1'000);
    std::iota(rows.begin(), rows.end(), 0);
    auto known = Column<int>().with(rows);
    std::vector<Column<int>> grown(4);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
      threads.emplace_back([&, thread] {
        auto& mine = grown[static_cast<std::size_t>(thread)];
        mine = known;
        for (int i = 0; i < 20; ++i) mine = mine.with(Numbers{thread});
      });
    bool unchanged = in(known) == rows;
    for (auto& thread : threads) thread.join();
    REQUIRE(unchanged);
    for (int thread = 0; thread < 4; ++thread) {
      auto wanted = rows;
      wanted.insert(wanted.end(), 20, thread);
      REQUIRE(in(grown[static_cast<std::size_t>(thread)]) == wanted);
    }
  }
}
