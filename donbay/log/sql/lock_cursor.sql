-- Take a reactor's cursor unless another worker has it or it rests after a failure.
-- Parameters: key, real_now. Index: primary key.
SELECT epoch, xid::text, id, attempts
FROM log_cursor
WHERE key = %(key)s AND (retry_at IS NULL OR retry_at <= %(real_now)s)
FOR UPDATE SKIP LOCKED
