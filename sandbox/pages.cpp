#include "sandbox/pages.hpp"

#include <fmt/format.h>

#include "sandbox/covers.hpp"

namespace mtm::sandbox {
namespace {

// What the scopes mean to a person, as Spotify's own page words it.
constexpr std::pair<std::string_view, std::string_view> kMeanings[] = {
    {"user-read-private", "See your name and your kind of account"},
    {"user-read-email", "See your e-mail address"},
    {"user-top-read", "See your top artists and tracks"},
    {"user-read-recently-played", "See what you played last"},
    {"user-library-read", "See your Liked Songs"},
    {"user-library-modify", "Change your Liked Songs"},
    {"playlist-read-private", "See your private playlists"},
    {"playlist-read-collaborative", "See your shared playlists"},
    {"playlist-modify-private", "Make and change your private playlists"},
    {"playlist-modify-public", "Make and change your public playlists"},
};

std::string page(std::string_view title, std::string_view body) {
  return fmt::format(R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{}</title>
<link rel="stylesheet" href="/sandbox.css">
</head>
<body>
<p class="sandbox">This is a sandbox. It is not Spotify, its music is made up, and nothing here reaches a real account.</p>
{}</body>
</html>
)", escaped(title), body);
}

std::string duration(int ms) { return fmt::format("{}:{:02}", ms / 60'000, ms / 1000 % 60); }

std::string hours(std::int64_t ms) {
  auto minutes = ms / 60'000;
  return minutes < 60 ? fmt::format("{} min", minutes) : fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

std::string link(std::string_view kind, const std::string& id, const std::string& name) {
  return fmt::format("<a href=\"/{}/{}\">{}</a>", kind, id, escaped(name));
}

std::string artists_of(const Catalogue& catalogue, const Track& track) {
  std::string names;
  for (auto number : track.artists) names += (names.empty() ? "" : ", ") + link("artist", catalogue.artists[number].id, catalogue.artists[number].name);
  return names;
}

std::string picture(const Album& album, int size) {
  return fmt::format(R"(<img src="/covers/{}.svg" width="{}" height="{}" alt="" loading="lazy">)", album.id, size, size);
}

std::string rows(const Catalogue& catalogue, const std::vector<std::uint32_t>& tracks) {
  std::string out = "<ol class=\"tracks\">\n";
  int place = 0;
  for (auto number : tracks) {
    const Track& track = catalogue.tracks[number];
    const Album& album = catalogue.album_of(track);
    out += fmt::format(
        "<li><span class=\"place\">{}</span>{}<span class=\"song\"><a href=\"/track/{}\" dir=\"auto\">{}</a><span dir=\"auto\">{}</span></span>"
        "<span class=\"album\" dir=\"auto\">{}</span><span class=\"year\">{}</span><span class=\"length\">{}</span></li>\n",
        ++place, picture(album, 48), track.id, escaped(track.name), artists_of(catalogue, track), escaped(album.name), album.released.year,
        duration(track.duration_ms));
  }
  return out + "</ol>\n";
}

// A record with its cover and its tracks. `by` and `details` are HTML already.
std::string record_page(const Catalogue& catalogue, const Album& album, std::string_view kind, const std::string& title, const std::string& by,
                        const std::string& details) {
  return fmt::format(R"(<main class="wide">
<header class="head"><div class="mosaic">{}</div>
<div><p class="kind">{}</p><h1 dir="auto">{}</h1><p class="lead" dir="auto">{}</p><p class="small">{}</p></div></header>
{}</main>
)", picture(album, 232), kind, escaped(title), by, details, rows(catalogue, album.tracks));
}

http::Response missing_page(std::string_view what) { return html(error_page(fmt::format("There is no such {} in the sandbox.", what)), http::Status::not_found); }

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (char letter : text) {
    switch (letter) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += letter;
    }
  }
  return out;
}

std::string error_page(std::string_view sentence) {
  return page("Sandbox", fmt::format("<main class=\"card\">\n<h1>{}</h1>\n</main>\n", escaped(sentence)));
}

std::string consent_page(const World& world, const Consent& consent) {
  std::string hidden, scopes, people;
  for (const auto& [name, value] : consent.fields) {
    hidden += fmt::format("<input type=\"hidden\" name=\"{}\" value=\"{}\">\n", name, escaped(value));
  }
  for (const auto& [scope, meaning] : kMeanings) {
    if (consent.scopes & *scopes_from(scope)) scopes += fmt::format("<li>{}</li>\n", meaning);
  }
  if (scopes.empty()) scopes = "<li>See what everybody can see</li>\n";
  auto chosen = consent.person.empty() ? std::string_view(world.options.person_id) : std::string_view(consent.person);
  for (const Person& person : world.people) {
    people += fmt::format(
        "<label><input type=\"radio\" name=\"person\" value=\"{}\"{}><span><b>{}</b><small>{} liked songs</small></span></label>\n",
        escaped(person.id), person.id == chosen ? " checked" : "", escaped(person.display_name), person.likes.size());
  }
  return page("Log in to the sandbox", fmt::format(R"(<main class="card">
<h1>An app asks for your music</h1>
<form method="post" action="/authorize/decision">
{}<fieldset class="people"><legend>Log in as</legend>
{}</fieldset>
<h2>It would be able to</h2>
<ul class="scopes">
{}</ul>
<div class="buttons">
<button name="decision" value="agree" class="agree" id="agree">Agree</button>
<button name="decision" value="cancel" id="cancel">Cancel</button>
</div>
<p class="small">Either way you go back to <b>{}</b></p>
</form>
</main>
)", hidden, people, scopes, escaped(consent.redirect_uri)));
}

http::Response home_page(Call& call) {
  const Catalogue& catalogue = call.world.catalogue;
  std::string wall;
  for (std::size_t place = 0; place < 24; ++place) {
    wall += picture(catalogue.albums[(place * 41 + 7) % catalogue.albums.size()], 150);
  }
  return html(page("Spotify sandbox", fmt::format(R"(<main class="wide">
<h1>A Spotify of made-up music</h1>
<p class="lead">{} tracks by {} artists, released from {} to {}. It answers what an app asks of accounts.spotify.com and
api.spotify.com, and misbehaves on request.</p>
<div class="wall">{}</div>
<dl>
<dt>Client</dt><dd><code>{}</code>, apps of class <code>{}</code></dd>
<dt>Misbehaviour</dt><dd><code>GET</code>, <code>PUT</code>, <code>DELETE</code> <a href="/sandbox/faults">/sandbox/faults</a></dd>
<dt>What has happened</dt><dd><a href="/sandbox/state">/sandbox/state</a></dd>
</dl>
</main>
)", catalogue.tracks.size(), catalogue.artists.size(), kFirstYear, kLastYear, wall, escaped(call.world.options.client_id),
                                                to_string(call.world.faults.app_class))));
}

http::Response playlist_page(Call& call) {
  const Playlist* playlist = call.world.playlists.find(call.request.path_text("id"));
  if (!playlist) return missing_page("playlist");
  const Catalogue& catalogue = call.world.catalogue;
  std::vector<std::uint32_t> tracks;
  std::int64_t length = 0;
  std::string mosaic;
  std::vector<std::uint32_t> shown;
  for (const PlaylistEntry& entry : playlist->entries) {
    tracks.push_back(entry.track);
    length += catalogue.tracks[entry.track].duration_ms;
    auto album = catalogue.tracks[entry.track].album;
    if (shown.size() < 4 && std::find(shown.begin(), shown.end(), album) == shown.end()) shown.push_back(album);
  }
  for (auto album : shown) mosaic += picture(catalogue.albums[album], shown.size() < 4 ? 232 : 116);
  const Person* owner = call.world.person(playlist->owner);
  auto sum = fmt::format("{} track{}, {}", tracks.size(), tracks.size() == 1 ? "" : "s", hours(length));
  return html(page(playlist->name, fmt::format(R"(<main class="wide">
<header class="head"><div class="mosaic">{}</div>
<div><p class="kind">{} playlist</p><h1 dir="auto">{}</h1><p dir="auto">{}</p><p class="small">{} · {}</p></div></header>
{}</main>
)", mosaic, playlist->is_public ? "Public" : "Private", escaped(playlist->name), escaped(playlist->description),
                                             escaped(owner ? owner->display_name : playlist->owner), sum,
                                             tracks.empty() ? "<p class=\"lead\">Nothing is in it yet.</p>\n" : rows(catalogue, tracks))));
}

http::Response track_page(Call& call) {
  const Catalogue& catalogue = call.world.catalogue;
  const Track* track = catalogue.track(call.request.path_text("id"));
  if (!track) return missing_page("track");
  const Album& album = catalogue.album_of(*track);
  auto details = fmt::format("{} · {} · {} · {}", link("album", album.id, album.name), album.released.text(), duration(track->duration_ms),
                             catalogue.genre_of(*track).name);
  return html(page(track->name, record_page(catalogue, album, "Track", track->name, artists_of(catalogue, *track), details)));
}

http::Response album_page(Call& call) {
  const Catalogue& catalogue = call.world.catalogue;
  const Album* album = catalogue.album(call.request.path_text("id"));
  if (!album) return missing_page("album");
  const Artist& artist = catalogue.artists[album->artist];
  auto details = fmt::format("{} · {} · {} tracks", album->released.text(), artist.genre->name, album->tracks.size());
  return html(page(album->name, record_page(catalogue, *album, "Record", album->name, link("artist", artist.id, artist.name), details)));
}

http::Response artist_page(Call& call) {
  const Catalogue& catalogue = call.world.catalogue;
  const Artist* artist = catalogue.artist(call.request.path_text("id"));
  if (!artist) return missing_page("artist");
  std::string records;
  for (auto number : artist->albums) {
    const Album& album = catalogue.albums[number];
    records += fmt::format("<a class=\"record\" href=\"/album/{}\">{}<b dir=\"auto\">{}</b><small>{}</small></a>\n", album.id, picture(album, 150),
                           escaped(album.name), album.released.year);
  }
  return html(page(artist->name, fmt::format("<main class=\"wide\">\n<p class=\"kind\">Artist, {}</p>\n<h1 dir=\"auto\">{}</h1>\n<div class=\"wall\">{}</div>\n</main>\n",
                                             artist->genre->name, escaped(artist->name), records)));
}

http::Response user_page(Call& call) {
  const Person* person = call.world.person(call.request.path_text("id"));
  if (!person) return missing_page("person");
  std::string lists;
  for (const Playlist* playlist : call.world.playlists.of(person->id)) {
    lists += fmt::format("<li><a href=\"/playlist/{}\" dir=\"auto\">{}</a> <small>{} tracks</small></li>\n", playlist->id, escaped(playlist->name), playlist->entries.size());
  }
  return html(page(person->display_name, fmt::format("<main class=\"card\">\n<h1>{}</h1>\n<p>{} liked songs</p>\n<h2>Playlists</h2>\n<ul>\n{}</ul>\n</main>\n",
                                                     escaped(person->display_name), person->likes.size(), lists)));
}

http::Response cover(Call& call) {
  auto file = call.request.path_text("file");
  constexpr std::string_view kEnd = ".svg";
  if (!file.ends_with(kEnd)) return missing_page("cover");
  const Album* album = call.world.catalogue.album(std::string_view(file).substr(0, file.size() - kEnd.size()));
  if (!album) return missing_page("cover");
  http::Response response;
  response.audience = http::Audience::asset;
  response.content_type = "image/svg+xml";
  response.body = draw_cover(call.world.catalogue, *album);
  return response;
}

}  // namespace mtm::sandbox
