-- Each request with the next token of a file, starting where START says.
local tokens = {}
for line in io.lines(os.getenv("TOKENS")) do tokens[#tokens + 1] = line end
local at = tonumber(os.getenv("START") or "0") % #tokens
local head = "GET " .. os.getenv("TARGET") .. " HTTP/1.1\r\nHost: benchmark\r\nAuthorization: Bearer "
request = function()
  at = at % #tokens + 1
  return head .. tokens[at] .. "\r\n\r\n"
end
