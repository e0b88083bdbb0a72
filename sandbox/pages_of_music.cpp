// Pages of what there is to hear: playlists, tracks, records, artists, and the people who listen.
#include <fmt/format.h>

#include <algorithm>

#include "sandbox/pages.hpp"

namespace mtm::sandbox {
namespace {

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
  for (auto number : track.artists)
    names += (names.empty() ? "" : ", ") + link("artist", catalogue.artists[number].id, catalogue.artists[number].name);
  return names;
}

std::string rows(const Catalogue& catalogue, const std::vector<std::uint32_t>& tracks) {
  std::string out = "<ol class=\"tracks\">\n";
  int place = 0;
  for (auto number : tracks) {
    const Track& track = catalogue.tracks[number];
    const Album& album = catalogue.album_of(track);
    out += fmt::format(
        "<li><span class=\"place\">{}</span>{}<span class=\"song\"><a href=\"/track/{}\" dir=\"auto\">{}</a><span "
        "dir=\"auto\">{}</span></span>"
        "<span class=\"album\" dir=\"auto\">{}</span><span class=\"year\">{}</span><span "
        "class=\"length\">{}</span></li>\n",
        ++place, picture(album, 48), track.id, escaped(track.name), artists_of(catalogue, track), escaped(album.name),
        album.released.year, duration(track.duration_ms));
  }
  return out + "</ol>\n";
}

// A record with its cover and its tracks. `by` and `details` are HTML already.
std::string record_page(const Catalogue& catalogue, const Album& album, std::string_view kind, const std::string& title,
                        const std::string& by, const std::string& details) {
  return fmt::format(R"(<main class="wide">
<header class="head"><div class="mosaic">{}</div>
<div><p class="kind">{}</p><h1 dir="auto">{}</h1><p class="lead" dir="auto">{}</p><p class="small">{}</p></div></header>
{}</main>
)",
                     picture(album, 232), kind, escaped(title), by, details, rows(catalogue, album.tracks));
}

}  // namespace

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
  return html(
      page(playlist->name,
           fmt::format(R"(<main class="wide">
<header class="head"><div class="mosaic">{}</div>
<div><p class="kind">{} playlist</p><h1 dir="auto">{}</h1><p dir="auto">{}</p><p class="small">{} · {}</p></div></header>
{}</main>
)",
                       mosaic, playlist->is_public ? "Public" : "Private", escaped(playlist->name),
                       escaped(playlist->description), escaped(owner ? owner->display_name : playlist->owner), sum,
                       tracks.empty() ? "<p class=\"lead\">Nothing is in it yet.</p>\n" : rows(catalogue, tracks))));
}

http::Response track_page(Call& call) {
  const Catalogue& catalogue = call.world.catalogue;
  const Track* track = catalogue.track(call.request.path_text("id"));
  if (!track) return missing_page("track");
  const Album& album = catalogue.album_of(*track);
  auto details = fmt::format("{} · {} · {} · {}", link("album", album.id, album.name), album.released.text(),
                             duration(track->duration_ms), catalogue.genre_of(*track).name);
  return html(
      page(track->name, record_page(catalogue, album, "Track", track->name, artists_of(catalogue, *track), details)));
}

http::Response album_page(Call& call) {
  const Catalogue& catalogue = call.world.catalogue;
  const Album* album = catalogue.album(call.request.path_text("id"));
  if (!album) return missing_page("album");
  const Artist& artist = catalogue.artists[album->artist];
  auto details = fmt::format("{} · {} · {} tracks", album->released.text(), artist.genre->name, album->tracks.size());
  return html(page(album->name, record_page(catalogue, *album, "Record", album->name,
                                            link("artist", artist.id, artist.name), details)));
}

http::Response artist_page(Call& call) {
  const Catalogue& catalogue = call.world.catalogue;
  const Artist* artist = catalogue.artist(call.request.path_text("id"));
  if (!artist) return missing_page("artist");
  std::string records;
  for (auto number : artist->albums) {
    const Album& album = catalogue.albums[number];
    records += fmt::format("<a class=\"record\" href=\"/album/{}\">{}<b dir=\"auto\">{}</b><small>{}</small></a>\n",
                           album.id, picture(album, 150), escaped(album.name), album.released.year);
  }
  return html(page(artist->name, fmt::format("<main class=\"wide\">\n<p class=\"kind\">Artist, {}</p>\n<h1 "
                                             "dir=\"auto\">{}</h1>\n<div class=\"wall\">{}</div>\n</main>\n",
                                             artist->genre->name, escaped(artist->name), records)));
}

http::Response user_page(Call& call) {
  const Person* person = call.world.person(call.request.path_text("id"));
  if (!person) return missing_page("person");
  std::string lists;
  for (const Playlist* playlist : call.world.playlists.of(person->id)) {
    lists += fmt::format("<li><a href=\"/playlist/{}\" dir=\"auto\">{}</a> <small>{} tracks</small></li>\n",
                         playlist->id, escaped(playlist->name), playlist->entries.size());
  }
  return html(page(
      person->display_name,
      fmt::format(
          "<main class=\"card\">\n<h1>{}</h1>\n<p>{} liked songs</p>\n<h2>Playlists</h2>\n<ul>\n{}</ul>\n</main>\n",
          escaped(person->display_name), person->likes.size(), lists)));
}

}  // namespace mtm::sandbox
