-- POST /api/v1/playlists/{playlist_id}/tracks, every request another playlist and track. For one thread of wrk.
--   wrk -t1 … -s add_tracks.lua URL -- FIRST_PLAYLIST TRACKS      playlists are named bench-0, bench-1, …; tracks are 1 to TRACKS

dofile(debug.getinfo(1, "S").source:match("@(.*/)") .. "measurement.lua")

local number, first_playlist, tracks = 0, 0, 1
local fields = { ["Content-Type"] = "application/json", ["Authorization"] = wrk.headers["Authorization"] }

function init(arguments)
  first_playlist = tonumber(arguments[1])
  tracks = tonumber(arguments[2])
end

function request()
  local playlist = first_playlist + math.floor(number / tracks)
  local track = number * 7919 % tracks + 1 -- a prime step: all tracks of a playlist, but not one after the other
  number = number + 1
  return wrk.format("POST", "/api/v1/playlists/bench-" .. playlist .. "/tracks", fields,
    '{"track_id":' .. track .. ',"position":' .. number % 30000 .. "}")
end
