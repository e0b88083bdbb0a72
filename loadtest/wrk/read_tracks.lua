-- GET /api/v1/tracks/{id}, one track after the other.
--   wrk -t1 … -s read_tracks.lua URL -- TRACKS

dofile(debug.getinfo(1, "S").source:match("@(.*/)") .. "measurement.lua")

local number, tracks = 0, 1

function init(arguments) tracks = tonumber(arguments[1]) end

function request()
  number = number + 1
  return wrk.format("GET", "/api/v1/tracks/" .. number * 7919 % tracks + 1)
end
