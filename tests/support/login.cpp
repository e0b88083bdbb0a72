#include "support/login.hpp"

#include <stdexcept>

namespace mtm::test {
namespace {

void expect(const Reply& reply, int status, const std::string& where) {
  if (reply.status == status) return;
  throw std::runtime_error(where + " answered " + std::to_string(reply.status) + ": " + reply.body);
}

}  // namespace

std::string callback_of(HttpClient& browser, const std::string& spotify_user_id) {
  auto login = browser.get("/login");
  expect(login, 303, "/login");
  auto authorize = login.field("location");
  HttpClient spotify(origin_of(authorize));
  expect(spotify.get(target_of(authorize)), 200, "the consent page");
  auto question = authorize.substr(authorize.find('?') + 1);
  auto answer = spotify.post("/authorize/decision", question + "&person=" + spotify_user_id + "&decision=agree",
                             {{"Content-Type", "application/x-www-form-urlencoded"}});
  expect(answer, 303, "the consent form");
  return answer.field("location");
}

void log_in(HttpClient& browser, const std::string& spotify_user_id) {
  auto callback = callback_of(browser, spotify_user_id);
  expect(browser.get(target_of(callback)), 303, "/callback");
}

}  // namespace mtm::test
