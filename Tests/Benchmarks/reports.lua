-- Outcome reports, each of another device: a file of "token device" lines.
local rows = {}
for line in io.lines(os.getenv("TOKENS")) do rows[#rows + 1] = line end
local at = tonumber(os.getenv("START") or "0") % #rows
request = function()
  at = at % #rows + 1
  local token, device = rows[at]:match("^(%S+) (%S+)$")
  local body = '{"device":"' .. device .. '","version":"2.1.0","outcome":"installed"}'
  return "POST /v1/updates/reports HTTP/1.1\r\nHost: benchmark\r\nContent-Type: application/json\r\nAuthorization: Bearer "
    .. token .. "\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body
end
