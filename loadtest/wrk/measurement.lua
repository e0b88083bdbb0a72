-- What wrk measured, as a line of JSON like those of `loadtest --json`. The script that runs wrk says in the environment
-- what it was about: BENCH_WORK, BENCH_UNIT, BENCH_COMMAND; API_KEY is who asks.

wrk.headers["Authorization"] = "Bearer " .. (os.getenv("API_KEY") or "")

local function quoted(name)
  return '"' .. (os.getenv(name) or ""):gsub('[%c"\\]', " ") .. '"'
end

function done(summary, latency)
  local errors = summary.errors
  local broken = errors.connect + errors.read + errors.write + errors.timeout
  local failures = {}
  if errors.status > 0 then table.insert(failures, string.format('{"message":"an error status","count":%d}', errors.status)) end
  if broken > 0 then table.insert(failures, string.format('{"message":"connection lost","count":%d}', broken)) end
  local succeeded = summary.requests - errors.status
  local seconds = summary.duration / 1e6
  io.write(string.format(
    '{"work":%s,"subject":"Music Time Machine","unit":%s,"rate":%.1f,"succeeded":%d,"failed":%d,"failures":[%s],"seconds":%.3f,' ..
    '"p50_ms":%.3f,"p95_ms":%.3f,"p99_ms":%.3f,"max_ms":%.3f,"command":%s}\n',
    quoted("BENCH_WORK"), quoted("BENCH_UNIT"), succeeded / seconds, succeeded, errors.status + broken, table.concat(failures, ","),
    seconds, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3,
    quoted("BENCH_COMMAND")))
end
