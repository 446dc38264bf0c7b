-- Remember when a lane was served.
-- Parameters: workspace_id, priority, real_now. Index: primary key.
INSERT INTO messaging_lane (workspace_id, priority, served_at)
VALUES (%(workspace_id)s, %(priority)s, %(real_now)s)
ON CONFLICT (workspace_id, priority) DO UPDATE SET served_at = excluded.served_at
