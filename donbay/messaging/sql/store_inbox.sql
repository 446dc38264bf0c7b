-- Keep rendered messages in the test inbox; one that is there already is left.
-- Parameters: workspace_id, now; arrays message_ids, customer_ids, addresses, subjects, headers,
-- htmls, texts, links. Index: unique message_id.
INSERT INTO messaging_inbox_message (
    workspace_id, message_id, customer_id, address, subject, headers, html, text, links, at
)
SELECT
    %(workspace_id)s, v.message_id, v.customer_id, v.address, v.subject, v.headers::jsonb, v.html,
    v.text, v.links::jsonb, %(now)s::timestamptz
FROM unnest(
    %(message_ids)s::bigint[], %(customer_ids)s::uuid[], %(addresses)s::text[],
    %(subjects)s::text[], %(headers)s::text[], %(htmls)s::text[], %(texts)s::text[],
    %(links)s::text[]
) AS v (message_id, customer_id, address, subject, headers, html, text, links)
ON CONFLICT (message_id) DO NOTHING
