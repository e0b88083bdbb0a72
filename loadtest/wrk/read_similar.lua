-- GET /api/v1/tracks/{id}/similar, one track after the other.
--   wrk -t1 … -s read_similar.lua URL -- TRACKS

dofile(debug.getinfo(1, "S").source:match("@(.*/)") .. "measurement.lua")

local number, tracks = 0, 1

function init(arguments) tracks = tonumber(arguments[1]) end

function request()
  number = number + 1
  return wrk.format("GET", "/api/v1/tracks/" .. number * 7919 % tracks + 1 .. "/similar")
end
