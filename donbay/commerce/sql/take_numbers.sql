-- Take the next order numbers of a workspace; returns the last one taken.
-- Parameters: workspace_id, count. Index: commerce_counter_pkey.
INSERT INTO commerce_counter AS c (workspace_id, last_order)
VALUES (%(workspace_id)s, %(count)s)
ON CONFLICT (workspace_id) DO UPDATE SET last_order = c.last_order + EXCLUDED.last_order
RETURNING c.last_order
