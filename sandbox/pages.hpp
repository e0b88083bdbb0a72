// What people see of the sandbox in a browser.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sandbox/call.hpp"

namespace mtm::sandbox {

/// What an app asks a person for.
struct Consent {
  Scopes scopes = 0;
  std::string person;  // already chosen by the address, or empty
  std::string redirect_uri;
  std::vector<std::pair<std::string_view, std::string>> fields;  // of the form, unseen
};

std::string consent_page(const World& world, const Consent& consent);
std::string error_page(std::string_view sentence);

/// A whole document; `body` is HTML.
std::string page(std::string_view title, std::string_view body);
/// An album's cover as an image.
std::string picture(const Album& album, int size);
http::Response missing_page(std::string_view what);

/// For HTML text and attributes.
std::string escaped(std::string_view text);

// Handlers.
http::Response home_page(Call& call);
http::Response style_sheet(Call& call);
http::Response cover(Call& call);

// Handlers of pages_of_music.cpp.
http::Response playlist_page(Call& call);
http::Response track_page(Call& call);
http::Response album_page(Call& call);
http::Response artist_page(Call& call);
http::Response user_page(Call& call);

}  // namespace mtm::sandbox
