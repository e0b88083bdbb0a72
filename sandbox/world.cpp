#include "sandbox/world.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sandbox/random.hpp"

namespace mtm::sandbox {
namespace {

// A library larger than the usual catalogue asks for more music.
CatalogueSize size_for(std::size_t likes) {
  CatalogueSize size;
  size.tracks = std::max(size.tracks, likes + likes / 4);
  size.artists = std::max(size.artists, size.tracks / 9);
  return size;
}

}  // namespace

World::World(Options given)
    : options(std::move(given)),
      catalogue(make_catalogue(options.seed, size_for(options.likes))),
      tokens(options.client_secret) {
  faults = no_faults();
  make_people();
  make_playlists();
}

Faults World::no_faults() const {
  Faults none;
  none.app_class = options.app_class;
  return none;
}

void World::make_people() {
  Character demo{options.person_id, "Demo Person", mix(options.seed, "demo"), options.likes};
  people.push_back(make_person(catalogue, demo, options.today));
  // A smaller library, half of it the same songs: what belongs to whom can be told apart.
  Character ada{"ada", "Ada Lindström", mix(options.seed, "ada"), options.likes / 4, 4, 0.35, &people.front()};
  people.push_back(make_person(catalogue, ada, options.today));
  for (std::size_t number = 1; number <= options.listeners; ++number) {
    Person listener = people[1];
    listener.id = fmt::format("listener-{}", number);
    listener.account_id = account_id_of(listener.id);
    listener.display_name = fmt::format("Listener {}", number);
    people.push_back(std::move(listener));
  }
}

void World::make_playlists() {
  Random random(mix(options.seed, "playlists"));
  auto with_likes = [&](const Person& person, std::string name, std::size_t length, bool is_public) -> Playlist& {
    Playlist& playlist = playlists.create(person.id, std::move(name));
    playlist.is_public = is_public;
    for (std::size_t entry = 0; entry < length && !person.likes.empty(); ++entry) {
      const Like& like = person.likes[random.below(person.likes.size())];
      playlist.entries.push_back({like.track, like.added_at});
    }
    return playlist;
  };
  const Person& demo = people[0];
  const Person& ada = people[1];
  with_likes(demo, "Night tram", 36, false);
  with_likes(demo, "Été à la campagne ☀️", 24, true);
  with_likes(ada, "Ada's shed", 18, true)
      .followers.push_back(demo.id);  // demo may see that it is there, not what is in it
  with_likes(ada, "Study", 12, false);
}

void World::open_at(std::string origin) { payloads_ = std::make_unique<Payloads>(catalogue, std::move(origin)); }

Person* World::person(std::string_view id) {
  auto found = std::find_if(people.begin(), people.end(), [&](const Person& person) { return person.id == id; });
  return found == people.end() ? nullptr : &*found;
}

}  // namespace mtm::sandbox
