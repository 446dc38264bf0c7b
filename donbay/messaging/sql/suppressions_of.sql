-- Why addresses are not sent to.
-- Parameters: workspace_id, channel, addresses. Index: messaging_suppression_uq.
SELECT s.address, s.scope, s.reason
FROM messaging_suppression AS s
WHERE s.workspace_id = %(workspace_id)s
    AND s.channel = %(channel)s
    AND s.address = ANY(%(addresses)s::text[])
