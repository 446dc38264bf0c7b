-- For each cursor the moment the oldest unread event was recorded.
-- Parameters: none. Index: log_event (epoch, xid, id).
SELECT c.key, c.attempts, c.last_error, unread.recorded_at
FROM log_cursor AS c
LEFT JOIN LATERAL (
    SELECT e.recorded_at
    FROM log_event AS e
    WHERE (e.epoch, e.xid, e.id) > (c.epoch, c.xid, c.id)
    ORDER BY e.epoch, e.xid, e.id
    LIMIT 1
) AS unread ON true
ORDER BY c.key
