-- Move a reactor's cursor; a move clears the failure it was stuck on.
-- Parameters: key, epoch, xid, id, real_now. Index: primary key.
UPDATE log_cursor
SET epoch = %(epoch)s, xid = %(xid)s::text::xid8, id = %(id)s, moved_at = %(real_now)s,
    attempts = 0, retry_at = NULL, last_error = ''
WHERE key = %(key)s
