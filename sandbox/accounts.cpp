#include "sandbox/accounts.hpp"

#include <fmt/format.h>

#include "core/crypto.hpp"
#include "http/syntax.hpp"
#include "sandbox/pages.hpp"

namespace mtm::sandbox {
namespace {

// What an app asks for; from the query of the page, and again from the form of the decision.
struct LoginQuestion {
  std::string client_id, response_type, redirect_uri, state, scope, challenge, challenge_method, person;
};

LoginQuestion question_from(const http::Request& source) {
  auto text = [&](std::string_view name) { return source.text(name).value_or(""); };
  LoginQuestion question;
  question.client_id = text("client_id");
  question.response_type = text("response_type");
  question.redirect_uri = text("redirect_uri");
  question.state = text("state");
  question.scope = text("scope");
  question.challenge = text("code_challenge");
  question.challenge_method = text("code_challenge_method");
  question.person = text("person");
  return question;
}

// The body of a form reads like a query.
http::Request form_of(const http::Request& request) {
  http::Request form;
  form.query = request.body;
  return form;
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (unsigned char byte : text) {
    bool plain =
        http::is_alphanumeric(static_cast<char>(byte)) || byte == '-' || byte == '.' || byte == '_' || byte == '~';
    if (plain)
      out += static_cast<char>(byte);
    else
      out += fmt::format("%{:02X}", byte);
  }
  return out;
}

http::Response back_to_app(const LoginQuestion& question, std::string_view name, std::string_view value) {
  char joint = question.redirect_uri.find('?') == std::string::npos ? '?' : '&';
  auto location = fmt::format("{}{}{}={}", question.redirect_uri, joint, name, percent_encoded(value));
  if (!question.state.empty()) location += "&state=" + percent_encoded(question.state);
  return http::redirect(std::move(location));
}

// A wrong client or redirect URI must not lead anywhere: the person sees a page instead.
std::optional<http::Response> refuse_on_a_page(const Call& call, const LoginQuestion& question) {
  if (question.client_id != call.world.options.client_id)
    return html(error_page("INVALID_CLIENT: Invalid client"), http::Status::bad_request);
  switch (check_redirect(question.redirect_uri, call.world.options.redirect_uris)) {
    case RedirectCheck::good:
      return {};
    case RedirectCheck::insecure:
      return html(error_page("INVALID_CLIENT: Insecure redirect URI"), http::Status::bad_request);
    case RedirectCheck::invalid:
      return html(error_page("INVALID_CLIENT: Invalid redirect URI"), http::Status::bad_request);
  }
  return {};
}

std::optional<http::Response> refuse_to_app(const LoginQuestion& question) {
  if (question.response_type != "code") return back_to_app(question, "error", "unsupported_response_type");
  if (!scopes_from(question.scope)) return back_to_app(question, "error", "invalid_scope");
  bool has_challenge = !question.challenge.empty() || !question.challenge_method.empty();
  // A SHA-256 in base64url has 43 characters.
  if (has_challenge && (question.challenge_method != "S256" || question.challenge.size() != 43)) {
    return back_to_app(question, "error", "invalid_request");
  }
  return {};
}

// How the caller of the token endpoint proved which app it is.
enum class Proof { secret, only_an_id };

Proof prove_client(const Call& call, const http::Request& form) {
  const Options& options = call.world.options;
  auto field = call.request.field("Authorization");
  if (field) {
    auto expected = "Basic " + base64(options.client_id + ":" + options.client_secret);
    if (!same_secret(*field, expected)) throw TokenRefusal("invalid_client", "Invalid client");
    return Proof::secret;
  }
  auto id = form.text("client_id");
  if (!id) throw TokenRefusal("invalid_client", "");
  if (*id != options.client_id) throw TokenRefusal("invalid_client", "Invalid client");
  auto secret = form.text("client_secret");
  if (!secret) return Proof::only_an_id;
  if (!same_secret(*secret, options.client_secret)) throw TokenRefusal("invalid_client", "Invalid client secret");
  return Proof::secret;
}

http::Response grant_answer(World& world, const Grant& grant, const std::optional<std::string>& refresh_token) {
  ++world.tally.access_tokens;
  std::string out;
  JsonWriter json(out);
  json.object().member("access_token", world.tokens.new_access(grant, world.now())).member("token_type", "Bearer");
  json.member("expires_in", Tokens::kAccessLife.count());
  if (refresh_token) json.member("refresh_token", *refresh_token);
  if (!grant.person.empty()) json.member("scope", to_string(grant.scopes));
  json.end_object();
  return http::json_text(std::move(out));
}

http::Response exchange_code(Call& call, const http::Request& form, Proof proof) {
  World& world = call.world;
  auto code = world.tokens.take_code(form.text("code").value_or(""), world.now());
  if (!code) throw TokenRefusal("invalid_grant", "Invalid authorization code");
  if (form.text("redirect_uri") != code->redirect_uri) throw TokenRefusal("invalid_grant", "Invalid redirect URI");
  auto verifier = form.text("code_verifier");
  if (!code->challenge.empty()) {
    if (!verifier) throw TokenRefusal("invalid_request", "code_verifier must be supplied");
    bool possible = verifier->size() >= 43 && verifier->size() <= 128;
    if (!possible || base64url(sha256(*verifier)) != code->challenge)
      throw TokenRefusal("invalid_grant", "code_verifier was incorrect");
  } else if (proof == Proof::only_an_id) {
    throw TokenRefusal("invalid_client", "Invalid client secret");
  }
  Grant grant = code->grant;
  grant.public_client = proof == Proof::only_an_id;
  return grant_answer(world, grant, world.tokens.new_refresh(grant, world.now()));
}

http::Response refresh(Call& call, const http::Request& form, Proof proof) {
  World& world = call.world;
  auto old = form.text("refresh_token").value_or("");
  auto found = world.tokens.read_refresh(old, world.now());
  if (found.state != Tokens::State::good) ++world.tally.refused_refreshes;
  if (found.state == Tokens::State::unknown) throw TokenRefusal("invalid_grant", "Invalid refresh token");
  if (found.state == Tokens::State::expired) throw TokenRefusal("invalid_grant", "Refresh token expired");
  if (found.state == Tokens::State::revoked) throw TokenRefusal("invalid_grant", "Refresh token revoked");
  if (proof == Proof::only_an_id && !found.grant.public_client)
    throw TokenRefusal("invalid_client", "Invalid client secret");
  ++world.tally.refreshes;
  std::optional<std::string> next = old;
  if (world.faults.rotate_refresh_token || found.grant.public_client) {
    next = world.tokens.new_refresh(found.grant, world.now());
    if (!world.faults.omit_refresh_token) world.tokens.revoke(old);
  }
  if (world.faults.omit_refresh_token) next.reset();
  return grant_answer(world, found.grant, next);
}

}  // namespace

http::Response authorize(Call& call) {
  auto question = question_from(call.request);
  if (auto refusal = refuse_on_a_page(call, question)) return std::move(*refusal);
  if (auto refusal = refuse_to_app(question)) return std::move(*refusal);
  Consent consent;
  consent.scopes = *scopes_from(question.scope);
  consent.person = question.person;
  consent.redirect_uri = question.redirect_uri;
  consent.fields = {{"client_id", question.client_id},
                    {"response_type", question.response_type},
                    {"redirect_uri", question.redirect_uri},
                    {"state", question.state},
                    {"scope", question.scope},
                    {"code_challenge", question.challenge},
                    {"code_challenge_method", question.challenge_method}};
  return html(consent_page(call.world, consent));
}

http::Response authorize_decision(Call& call) {
  auto form = form_of(call.request);
  auto question = question_from(form);
  if (auto refusal = refuse_on_a_page(call, question)) return std::move(*refusal);
  if (auto refusal = refuse_to_app(question)) return std::move(*refusal);
  if (form.text("decision") != "agree") return back_to_app(question, "error", "access_denied");
  const Person* person = call.world.person(question.person.empty() ? call.world.options.person_id : question.person);
  if (!person) return html(error_page("There is nobody by that name in the sandbox."), http::Status::bad_request);

  Code code;
  code.grant.person = person->id;
  const auto& granted = call.world.faults.granted_scopes;
  code.grant.scopes = *scopes_from(granted.empty() ? question.scope : granted);
  code.grant.authorized_at = call.world.now();
  code.redirect_uri = question.redirect_uri;
  code.challenge = question.challenge;
  code.expires_at = call.world.now() + Tokens::kCodeLife;
  ++call.world.tally.codes;
  return back_to_app(question, "code", call.world.tokens.new_code(std::move(code)));
}

http::Response token(Call& call) {
  auto form = form_of(call.request);
  auto type = call.request.field("Content-Type").value_or("");
  if (!type.starts_with("application/x-www-form-urlencoded"))
    throw TokenRefusal("invalid_request", "Content-Type must be application/x-www-form-urlencoded");
  auto proof = prove_client(call, form);
  auto kind = form.text("grant_type").value_or("");
  if (kind == "authorization_code") return exchange_code(call, form, proof);
  if (kind == "refresh_token") return refresh(call, form, proof);
  if (kind == "client_credentials" && proof == Proof::secret) return grant_answer(call.world, Grant{}, std::nullopt);
  throw TokenRefusal("unsupported_grant_type", "grant_type parameter is missing or unknown");
}

}  // namespace mtm::sandbox
