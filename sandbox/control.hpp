// What tests turn and read: /sandbox/faults, /sandbox/state, /sandbox/plays.
#pragma once
#include "sandbox/call.hpp"

namespace mtm::sandbox {

http::Response show_faults(Call& call);   // GET /sandbox/faults
http::Response set_faults(Call& call);    // PUT
http::Response clear_faults(Call& call);  // DELETE

http::Response show_state(Call& call);    // GET /sandbox/state
http::Response forget_state(Call& call);  // DELETE: counts are zero, created playlists gone

/// POST /sandbox/plays {"person":"demo","track_id":"…","played_at":"2026-11-21T08:00:00.250Z"}: somebody listens.
http::Response add_play(Call& call);

}  // namespace mtm::sandbox
