-- Keep a tag from being deleted until the transaction ends; nothing where there is none.
-- Parameters: workspace_id, tag_id. Index: primary key.
SELECT id FROM customers_tag
WHERE workspace_id = %(workspace_id)s AND id = %(tag_id)s
FOR KEY SHARE
