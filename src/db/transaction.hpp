// Statements that count together or not at all, on a connection of their own.
#pragma once
#include "core/races.hpp"
#include "db/database.hpp"
#include "db/pool.hpp"

namespace mtm::db {

/// An answer that is on its way. Answers come in the order in which a transaction was asked, awaited or not.
class Coming {
 public:
  /// Waits for it, and throws as asking would have. Once.
  Task<Result> arrived();

 private:
  friend class Transaction;
  struct Answer {
    bool here = false;
    Result result;
    std::exception_ptr failure;
    Signal came;
  };
  std::shared_ptr<Answer> answer_ = std::make_shared<Answer>();
};

/// Left without commit(), it rolls back: the connection is closed and PostgreSQL forgets what it had begun.
///
///   auto transaction = co_await db::Transaction::begin(pool);
///   co_await store::keep_tokens(transaction, …);
///   co_await transaction.commit();
class Transaction : public Database {
 public:
  static Task<Transaction> begin(Pool& pool);

  /// One that sees one moment, whatever others commit meanwhile, and changes nothing.
  static Task<Transaction> begin_reading(Pool& pool);

  Task<Result> ask(const Statement& statement, Params params) override;
  Task<Result> ask_and_tell(const char* channel, const Statement& change, Params params) override;
  bool distributed() const override { return loan_.connection().distributed(); }

  /// Asks without waiting, so that PostgreSQL works while earlier rows are gone through. Rows come in PostgreSQL's
  /// binary format, for db::BinaryRow; their first column is the key, as a text.
  Coming ask_ahead(std::string query, std::string key);

  /// For results that are larger than memory: a cursor over the query, some rows of it, and its end. The first column
  /// of the rows is the key.
  Task<> open_cursor(std::string query, std::string key);
  Task<Result> fetch(int rows);
  Task<> close_cursor();

  /// Throws Error when the transaction had failed: PostgreSQL answers such a COMMIT with ROLLBACK and no error. Throws
  /// ConnectionLost when the answer was lost: then nobody knows.
  Task<> commit();
  Task<> roll_back();

 private:
  explicit Transaction(Loan loan) : loan_(std::move(loan)) {}
  Loan loan_;
  std::string key_;  // of the cursor's rows
};

}  // namespace mtm::db
