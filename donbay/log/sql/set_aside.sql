-- Keep an event that a reactor could not take.
-- Parameters: key, event_id, workspace_id, epoch, xid, error, real_now.
INSERT INTO log_set_aside (reactor, event_id, workspace_id, epoch, xid, error, set_aside_at)
VALUES (%(key)s, %(event_id)s, %(workspace_id)s, %(epoch)s, %(xid)s::text::xid8, %(error)s,
        %(real_now)s)
ON CONFLICT (reactor, event_id) DO NOTHING
