"""What Redis does in one step: a record and its entry in the list change together.

The list is two sorted sets of all conversations (by place, by number of the change) and two hashes by id (place, row).
"""

from __future__ import annotations

from typing import Final

RECORD: Final = "grooming-risk:conversation:"
"""What the key of a record begins with; the id follows."""

_LIST: Final = "grooming-risk:list:"
BY_RISK, BY_CHANGE, PLACES, ROWS, CHANGES = (
    _LIST + name for name in ("by-risk", "by-change", "places", "rows", "changes")
)
COMPLETE: Final = _LIST + "complete"
"""Key that says that no record of a version without lists is left out."""

PROBE: Final = "grooming-risk:probe"
"""Key that shows whether Redis can be written to."""

_LEAVE: Final = f"""
local function leave(id)
  local place = redis.call('HGET', '{PLACES}', id)
  if place then redis.call('ZREM', '{BY_RISK}', place) end
  redis.call('ZREM', '{BY_CHANGE}', id)
  redis.call('HDEL', '{PLACES}', id)
  redis.call('HDEL', '{ROWS}', id)
end
"""
_ENTER: Final = f"""
local function enter(id, place, row)
  leave(id)
  redis.call('ZADD', '{BY_RISK}', 0, place)
  redis.call('ZADD', '{BY_CHANGE}', redis.call('INCR', '{CHANGES}'), id)
  redis.call('HSET', '{PLACES}', id, place)
  redis.call('HSET', '{ROWS}', id, row)
end
"""

# The new version counts as well as the replaced one, so that a command may be sent again when its answer was lost.
PUT: Final = f"""{_LEAVE}{_ENTER}
local held = redis.call('GETRANGE', KEYS[1], 0, 15)
if held == string.sub(ARGV[2], 1, 16) then return 1 end
if held ~= ARGV[1] then return 0 end
if ARGV[3] == '0' then redis.call('SET', KEYS[1], ARGV[2])
else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
if ARGV[5] ~= '' then enter(ARGV[4], ARGV[5], ARGV[6]) end
return 1
"""
"""Key of the record; version replaced, new version and record, milliseconds to live, id, place, row."""

ENTER: Final = f"""{_LEAVE}{_ENTER}
if redis.call('GETRANGE', KEYS[1], 0, 15) == ARGV[1] then enter(ARGV[2], ARGV[3], ARGV[4]) end
"""
"""Key of the record; its version, id, place, row."""

DELETE: Final = f"""{_LEAVE}
leave(ARGV[1])
return redis.call('DEL', KEYS[1])
"""
"""Key of the record; its id."""

# A record may have expired, or have been evicted, since it was entered.
PAGE: Final = f"""{_LEAVE}
local by_risk = ARGV[1] == 'risk'
local found
if by_risk then
  local start = ARGV[2] == '' and '+' or '(' .. ARGV[2]
  found = redis.call('ZREVRANGEBYLEX', '{BY_RISK}', start, '-', 'LIMIT', 0, ARGV[3])
else
  local start = ARGV[2] == '' and '-inf' or '(' .. ARGV[2]
  found = redis.call('ZRANGEBYSCORE', '{BY_CHANGE}', start, '+inf', 'LIMIT', 0, ARGV[3])
end
local rows, after = {{}}, ARGV[2]
if not by_risk and #found == 0 then
  local last = redis.call('GET', '{CHANGES}') or '0'
  if tonumber(last) < (tonumber(after) or 0) then after = last end
end
for _, member in ipairs(found) do
  local id = by_risk and string.sub(member, tonumber(ARGV[4]) + 1) or member
  after = by_risk and member or redis.call('ZSCORE', '{BY_CHANGE}', id)
  if redis.call('EXISTS', KEYS[1] .. id) == 1 then rows[#rows + 1] = {{after, redis.call('HGET', '{ROWS}', id)}}
  else leave(id) end
end
return {{after, #found, rows}}
"""
"""What keys of records begin with; order, position, entries at most, digits of a place."""
