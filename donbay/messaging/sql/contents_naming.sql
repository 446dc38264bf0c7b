-- Contents that name something in what is written.
-- Parameters: workspace_id, traces. Index: messaging_content_new; reads the trees of one shop.
SELECT c.id, c.name, false AS live
FROM messaging_content AS c
WHERE c.workspace_id = %(workspace_id)s
    AND EXISTS (
        SELECT FROM unnest(%(traces)s::text[]) AS trace (words)
        WHERE strpos(c.tree::text, trace.words) > 0
    )
ORDER BY c.name, c.id
