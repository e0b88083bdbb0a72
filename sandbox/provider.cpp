// A provider of audio features with the shape of ReccoBeats, because Spotify gives them to no new app. It knows about
// six tracks out of seven.
#include "sandbox/api.hpp"

namespace mtm::sandbox {
namespace {

// Ids may be Spotify's or ISRCs. Who is unknown is left out, and the order is not the one that was asked for.
std::vector<std::uint32_t> known(const Call& call, bool with_features) {
  auto ids = list_of(call, "ids");
  if (ids.empty() || ids.size() > 40) throw Refusal(400, "ids: between 1 and 40");
  const Catalogue& catalogue = call.world.catalogue;
  std::vector<std::uint32_t> numbers;
  for (const std::string& id : ids) {
    const Track* track = catalogue.track(id);
    if (!track) track = catalogue.track_with_isrc(id);
    if (track && (!with_features || track->features_known)) numbers.push_back(catalogue.number_of(*track));
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

template <class Write>
http::Response content(const std::vector<std::uint32_t>& numbers, Write write) {
  std::string out;
  JsonWriter json(out);
  json.object().name("content").array();
  for (auto number : numbers) json.json(write(number));
  json.end_array().end_object();
  return http::json_text(std::move(out));
}

}  // namespace

http::Response provider_features(Call& call) {
  auto absurd = call.world.faults.absurd_features;
  return content(known(call, true), [&](auto number) {
    bool loud = absurd > 0;
    if (loud) --absurd;
    return call.world.payloads().provider_features(number, loud);
  });
}

http::Response provider_tracks(Call& call) {
  return content(known(call, false), [&](auto number) { return call.world.payloads().provider_track(number); });
}

}  // namespace mtm::sandbox
