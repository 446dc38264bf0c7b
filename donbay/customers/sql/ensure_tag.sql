-- Return the tag of a key, made if there is none; a name once given stays.
-- Parameters: workspace_id, now, id, name, key. Index: customers_tag_uq.
INSERT INTO customers_tag AS tag (id, workspace_id, created_at, updated_at, name, key)
VALUES (%(id)s, %(workspace_id)s, %(now)s, %(now)s, %(name)s, %(key)s)
ON CONFLICT (workspace_id, key) DO UPDATE SET name = tag.name
RETURNING tag.id, tag.name
