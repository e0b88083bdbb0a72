#include "db/transaction.hpp"

#include "db/telling.hpp"

namespace mtm::db {

Task<Transaction> Transaction::begin(Pool& pool) {
  if (pool.read_only()) throw ReadOnly();
  auto loan = co_await pool.borrow();
  if (loan.connection().read_only()) co_await loan.connection().ask_whether_read_only();  // no longer, perhaps
  if (loan.connection().read_only()) throw ReadOnly();
  co_await loan.connection().say("begin");
  co_return Transaction(std::move(loan));
}

Task<Transaction> Transaction::begin_reading(Pool& pool) {
  auto loan = co_await pool.borrow();
  co_await loan.connection().say("begin isolation level repeatable read, read only");
  co_return Transaction(std::move(loan));
}

Task<Result> Coming::arrived() {
  auto answer = answer_;
  while (!answer->here) co_await answer->came.wait();
  if (answer->failure) std::rethrow_exception(answer->failure);
  co_return std::move(answer->result);
}

Coming Transaction::ask_ahead(std::string query, std::string key) {
  Coming coming;
  auto answered = [answer = coming.answer_](std::exception_ptr failure, Result result) {
    answer->here = true;
    answer->failure = std::move(failure);
    answer->result = std::move(result);
    answer->came.notify_all();
  };
  loan_.connection().say_ahead(std::move(query), std::move(key), std::move(answered));
  return coming;
}

Task<> Transaction::open_cursor(std::string query, std::string key) {
  key_ = std::move(key);
  co_await loan_.connection().say("declare rows no scroll cursor for " + query);
}

Task<Result> Transaction::fetch(int rows) {
  co_return co_await loan_.connection().say("fetch " + std::to_string(rows) + " from rows", key_);
}

Task<> Transaction::close_cursor() { co_await loan_.connection().say("close rows"); }

Task<Result> Transaction::ask(const Statement& statement, Params params) {
  co_return co_await loan_.connection().ask_once(statement, std::move(params));
}

Task<Result> Transaction::ask_and_tell(const char* channel, const Statement& change, Params params) {
  auto changed = co_await ask(change, std::move(params));
  auto words = words_of(changed);
  if (!words.empty()) co_await run(kTell, channel, words);
  co_return changed;
}

Task<> Transaction::commit() {
  auto answer = co_await loan_.connection().say("commit");
  loan_.finished();
  if (std::string_view(PQcmdStatus(answer.get())) != "COMMIT")
    throw Error("25P02", "", "the transaction had failed and was rolled back");
}

Task<> Transaction::roll_back() {
  co_await loan_.connection().say("rollback");
  loan_.finished();
}

}  // namespace mtm::db
