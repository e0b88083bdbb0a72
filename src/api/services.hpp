// What a handler may use: one thread's share of the house.
#pragma once
#include <atomic>
#include <string>

#include "api/background_work.hpp"
#include "api/card_pictures.hpp"
#include "api/changes.hpp"
#include "api/credentials.hpp"
#include "api/instruments.hpp"
#include "api/rate_limits.hpp"
#include "core/compute.hpp"
#include "db/group_write.hpp"
#include "db/pool.hpp"
#include "history/histories.hpp"
#include "http/cookies.hpp"
#include "http/files.hpp"
#include "jobs/background.hpp"
#include "store/libraries.hpp"
#include "store/playlist_tracks.hpp"
#include "store/shares.hpp"
#include "store/tracks.hpp"

namespace mtm::api {

/// What this installation is; the same for all threads.
struct Site {
  bool production = false;
  bool sandbox = false;  // Spotify is played by our sandbox
  std::string origin;    // "https://example.org": where browsers reach us, from the redirect URI
  http::Cookies cookies{false};
  spotify::BaseUrl accounts;         // where a login goes
  spotify::Credentials credentials;  // client_id is empty when this machine is not connected to Spotify
};

using PlaylistWrites = db::GroupWrite<store::PlaylistEntry, store::Added>;
using TrackReads = db::GroupRead<store::AskedTrack, std::optional<store::Track>>;
using VersionReads = db::GroupRead<Id, store::LibraryState>;
using ShareViews = db::GroupWrite<store::SharedView, bool>;

struct Services {
  const Site& site;
  const http::Files& files;
  db::Pool& database;
  Credentials& credentials;
  PlaylistWrites& playlist_writes;
  TrackReads& track_reads;
  Changes& changes;
  jobs::Background& background;  // of another thread: reach it by run_on()
  const std::atomic<bool>& draining;
  const Instruments& instruments;
  RateLimits& rate_limits;  // all threads share it
  const Sealer& sealer;     // for what is kept and must not be read at rest
  BackgroundWork& background_work;
  VersionReads& version_reads;
  history::Histories& histories;  // of another thread: api/history_of.hpp is the way there
  ComputeThreads& compute;
  CardPictures& card_pictures;  // all threads share it
  ShareViews& share_views;
};

}  // namespace mtm::api
