// Logging in with Spotify (OAuth 2.0, authorization code with PKCE and the app's secret), and keeping the grant alive.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/task.hpp"
#include "spotify/gate.hpp"
#include "spotify/payloads.hpp"

namespace mtm::spotify {

struct Credentials {
  std::string client_id;
  std::string client_secret;
  std::string redirect_uri;  // exactly as it is registered
};

/// The least that the product needs, each with a page that uses it.
inline constexpr std::string_view kScopes =
    "user-top-read user-read-recently-played user-library-read playlist-read-private playlist-modify-private "
    "user-read-private";

/// Those of them without which a page of ours stays empty, as far as they are not among the granted ones, which are
/// separated by spaces. A person may be asked for more than they have agreed to, and Spotify grants what it likes.
std::vector<std::string> missing_scopes(std::string_view granted);

/// A secret for one login (RFC 7636 section 4.1), and what may be shown of it beforehand (S256).
std::string new_verifier();
std::string challenge_of(std::string_view verifier);

/// Where to send the browser. The state must be unguessable and bound to the browser's session.
std::string authorize_url(const BaseUrl& accounts, const Credentials& credentials, std::string_view state,
                          std::string_view challenge);

/// What an answer of the token service means; only `dead_grant` ends a grant, so that a hiccup logs nobody out.
enum class TokenVerdict { ok, dead_grant, misconfigured, wait, transient };
TokenVerdict judge(const Outcome& outcome);

/// Throws NeedsLogin (the code or the grant is dead), Misconfigured, Blocked, or Unavailable for all that may pass.
class Login {
 public:
  Login(HttpClient& http, Budget& budget, BaseUrl accounts, Credentials credentials);

  /// A code can be exchanged once; after any failure the person has to start again.
  Task<Tokens> exchange(std::string code, std::string verifier);
  /// At most one at a time per person: a new refresh token replaces the old one, which dies.
  Task<Tokens> refresh(std::string refresh_token);

 private:
  Task<Tokens> ask(std::string form);

  Gate gate_;
  Credentials credentials_;
  Reader reader_;
};

}  // namespace mtm::spotify
