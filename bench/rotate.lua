-- wrk: one logged-in person after another, and the 95th percentile that its summary leaves out.
-- A line is a cookie; with a path and a body after tabs, it is a form to send.
local lines, index, asked = {}, 0, false

function init(arguments)
  for line in io.lines(arguments[1]) do
    local cookie, path, body = line:match("^([^\t]*)\t([^\t]*)\t(.*)$")
    lines[#lines + 1] = { cookie = cookie or line, path = path, body = body }
  end
end

function request()
  if not asked then -- wrk asks once to see the request, and does not send it
    asked = true
    return wrk.format("GET")
  end
  index = index % #lines + 1
  local line = lines[index]
  local headers = { ["Cookie"] = line.cookie }
  if line.body then
    headers["Content-Type"] = "application/x-www-form-urlencoded"
  end
  return wrk.format(line.body and "POST" or "GET", line.path, headers, line.body)
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("RESULT %d %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(95), latency:percentile(99), failed))
end
