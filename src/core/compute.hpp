// Threads for calculations that are too long for a thread that serves sockets.
#pragma once
#include <atomic>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <exception>
#include <optional>
#include <stdexcept>
#include <type_traits>

#include "core/task.hpp"

namespace mtm {

class ComputeThreads {
 public:
  explicit ComputeThreads(int threads) : pool_(static_cast<std::size_t>(threads)) {}
  ~ComputeThreads() { stop(); }

  /// Waits for what is being calculated; what has not begun is not begun any more, and run() throws for it. To be
  /// called while the loops of all callers live, even when they have ended: what was calculated is handed to them.
  void stop() {
    stopping_ = true;
    pool_.join();
  }

  /// What `work()` gives, calculated on one of the threads; the caller goes on on its own, `home`. What it throws is
  /// thrown here. It must keep alive whatever it reads.
  template <class Work>
  Task<std::invoke_result_t<Work>> run(Executor home, Work work) {
    using Answer = std::invoke_result_t<Work>;
    using Handler = asio::any_completion_handler<void(std::exception_ptr, std::optional<Answer>)>;
    auto begin = [this, home](auto handler, Work given) {
      asio::post(pool_, [this, given = std::move(given), guard = asio::make_work_guard(home),
                         done = Handler(std::move(handler))]() mutable {
        std::exception_ptr failure;
        std::optional<Answer> answer;
        try {
          if (stopping_) throw std::runtime_error("the server is stopping");
          answer = given();
        } catch (...) {
          failure = std::current_exception();
        }
        {
          auto gone = std::move(given);
        }  // what it held is free before the caller goes on
        auto executor = guard.get_executor();
        asio::post(executor, [failure, answer = std::move(answer), done = std::move(done)]() mutable {
          std::move(done)(failure, std::move(answer));
        });
      });
    };
    auto answer =
        asio::async_initiate<const asio::use_awaitable_t<Executor>, void(std::exception_ptr, std::optional<Answer>)>(
            begin, use_task, std::move(work));
    auto calculated = co_await std::move(answer);
    co_return std::move(calculated.value());
  }

 private:
  std::atomic<bool> stopping_ = false;
  asio::thread_pool pool_;
};

}  // namespace mtm
