-- Keep contents from being deleted until the end of this transaction.
-- Parameters: ids. Index: primary key.
SELECT c.id FROM messaging_content AS c WHERE c.id = ANY(%(ids)s::uuid[]) ORDER BY c.id FOR KEY SHARE
