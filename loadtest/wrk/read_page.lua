-- GET of the one address that wrk was given.

dofile(debug.getinfo(1, "S").source:match("@(.*/)") .. "measurement.lua")
