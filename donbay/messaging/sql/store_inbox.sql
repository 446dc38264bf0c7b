-- Keep rendered messages in the test inbox; one that is there already is left, and so is one whose
-- customer was erased while it was made. Who is meant is read anew: she may have been merged.
-- Parameters: workspace_id, now; arrays message_ids, addresses, subjects, headers, htmls, texts,
-- links. Index: outbox's primary key, unique message_id.
WITH meant AS (
    SELECT o.id, o.customer_id
    FROM messaging_outbox AS o
    WHERE o.id = ANY(%(message_ids)s::bigint[])
        AND o.workspace_id = %(workspace_id)s
        AND o.address <> ''
    ORDER BY o.id
    FOR UPDATE
)
INSERT INTO messaging_inbox_message (
    workspace_id, message_id, customer_id, address, subject, headers, html, text, links, at
)
SELECT
    %(workspace_id)s, v.message_id, meant.customer_id, v.address, v.subject, v.headers::jsonb,
    v.html, v.text, v.links::jsonb, %(now)s::timestamptz
FROM unnest(
    %(message_ids)s::bigint[], %(addresses)s::text[], %(subjects)s::text[], %(headers)s::text[],
    %(htmls)s::text[], %(texts)s::text[], %(links)s::text[]
) AS v (message_id, address, subject, headers, html, text, links)
JOIN meant ON meant.id = v.message_id
ORDER BY v.message_id
ON CONFLICT (message_id) DO NOTHING
