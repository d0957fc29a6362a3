-- SPDX-License-Identifier: GPL-3.0-or-later
-- The requests that wrk sends, and its figures as metrics; a percentile only if ten or more requests
-- lie beyond it.
local method = os.getenv("METHOD")
local name = method:lower()

wrk.method = method
if method == "POST" then
    wrk.path = "/items"
    wrk.body = '{"sensor":"roof","celsius":21.5,"taken":"2026-01-01T00:00:00Z"}'
    wrk.headers["Content-Type"] = "application/json"
end

local percentiles = {{"p50", 50, 20}, {"p90", 90, 100}, {"p99", 99, 1000}, {"p99_9", 99.9, 10000}}

function done(summary, latency)
    local file = assert(io.open("/tmp/" .. method, "w"))
    local function metric(what, value, unit)
        file:write(string.format('{"ev":"metric","name":"%s","value":%.6g,"unit":"%s","params":{}}\n',
            name .. what, value, unit))
    end
    local errors = summary.errors
    local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
    if summary.requests == 0 or failed > 0 then
        file:write(string.format('{"ev":"done","ok":false,"reason":"%s: %d requests answered, %d not"}\n',
            method, summary.requests, failed))
        file:close()
        return
    end
    metric("", summary.requests / summary.duration * 1e6, "requests/s")
    metric("_requests", summary.requests, "count")
    metric("_mean", latency.mean / 1e3, "ms")
    metric("_max", latency.max / 1e3, "ms")
    for _, percentile in ipairs(percentiles) do
        if summary.requests >= percentile[3] then
            metric("_" .. percentile[1], latency:percentile(percentile[2]) / 1e3, "ms")
        end
    end
    file:close()
end
