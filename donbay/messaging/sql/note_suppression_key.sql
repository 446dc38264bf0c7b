-- Remember that addresses of a shop's list are hashed by a key.
-- Parameters: workspace_id, fingerprint, now. Index: messaging_suppression_key_uq.
INSERT INTO messaging_suppression_key (workspace_id, fingerprint, first_used_at)
VALUES (%(workspace_id)s, %(fingerprint)s, %(now)s)
ON CONFLICT (workspace_id, fingerprint) DO NOTHING
