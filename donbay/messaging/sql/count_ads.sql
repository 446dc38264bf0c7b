-- How many advertising messages each address has had, or is getting, since an instant.
-- Parameters: workspace_id, channel, addresses, since (business time).
-- Index: messaging_outbox_ads.
SELECT o.address, count(*)
FROM messaging_outbox AS o
WHERE o.workspace_id = %(workspace_id)s
    AND o.channel = %(channel)s
    AND o.address = ANY(%(addresses)s::text[])
    AND o.purpose = 'advertising'
    AND o.state IN ('sending', 'sent', 'unknown')
    AND o.done_at > %(since)s
GROUP BY o.address
