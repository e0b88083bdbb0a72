-- GET /api/v1/search?q=, one word after the other: words that thousands of tracks have, two at once, and one that none has.

dofile(debug.getinfo(1, "S").source:match("@(.*/)") .. "measurement.lua")

local words = {"night", "love+dance", "summer", "fire", "road", "golden", "midnight", "ocean", "dancing", "karma", "radio", "honey", "silver", "storm", "neon", "zebra"}
local number = 0

function request()
  number = number + 1
  return wrk.format("GET", "/api/v1/search?q=" .. words[number % #words + 1])
end
