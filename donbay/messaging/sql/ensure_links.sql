-- Give every address of a workspace a number, the same each time.
-- Parameters: workspace_id; arrays urls, hashes. Index: messaging_message_link_uq.
WITH wanted AS (
    SELECT w.url, w.hash
    FROM unnest(%(urls)s::text[], %(hashes)s::uuid[]) AS w (url, hash)
),
made AS (
    INSERT INTO messaging_message_link (workspace_id, url, url_hash)
    SELECT %(workspace_id)s, wanted.url, wanted.hash FROM wanted ORDER BY wanted.hash
    ON CONFLICT (workspace_id, url_hash) DO NOTHING
    RETURNING url, id
)
SELECT made.url, made.id FROM made
UNION ALL
SELECT known.url, known.id
FROM wanted
JOIN messaging_message_link AS known
    ON known.workspace_id = %(workspace_id)s AND known.url_hash = wanted.hash
