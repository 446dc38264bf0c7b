-- Count a failure at the event after the cursor, and rest until retry_at.
-- Parameters: key, retry_at, error. Index: primary key.
UPDATE log_cursor
SET attempts = attempts + 1, retry_at = %(retry_at)s, last_error = %(error)s
WHERE key = %(key)s
