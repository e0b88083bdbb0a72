-- Everything that is asked about a history, one question after the other.
--   wrk -t1 … -s questions.lua URL

dofile(debug.getinfo(1, "S").source:match("@(.*/)") .. "measurement.lua")

local paths = {
  "dashboard", "energy-distribution", "years?choice=loved", "years?choice=released", "analytics/moods", "analytics/mood-years",
  "analytics/fingerprint?range=all", "analytics/turnover?range=24m", "analytics/diversity?range=24m", "analytics/artists?range=24m",
  "analytics/growth?range=24m", "charts/artists?range=all", "charts/albums?range=all&by=minutes",
  "charts/tracks?range=all&by=minutes", "search?q=night", "search?q=golden%20river", "tracks/7/similar", "tracks/7/mine",
  "recipes/forgotten_gems", "recipes/recent_discoveries", "recipes/current_rotation", "me/holdings",
}
local next_path = 0

function request()
  next_path = next_path % #paths + 1
  return wrk.format("GET", "/api/v1/" .. paths[next_path])
end
