-- wrk: one logged-in person after another, and the 95th percentile that its summary leaves out.
local cookies, index = {}, 0

function init(arguments)
  for line in io.lines(arguments[1]) do
    cookies[#cookies + 1] = line
  end
end

function request()
  index = index % #cookies + 1
  return wrk.format("GET", nil, { ["Cookie"] = cookies[index] })
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("RESULT %d %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(95), latency:percentile(99), failed))
end
