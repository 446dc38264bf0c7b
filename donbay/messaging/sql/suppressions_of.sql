-- Why addresses, named by their keyed hashes, are not sent to.
-- Parameters: workspace_id, channel, hashes. Index: messaging_suppression_uq.
SELECT s.address_hash, s.scope, s.reason
FROM messaging_suppression AS s
WHERE s.workspace_id = %(workspace_id)s
    AND s.channel = %(channel)s
    AND s.address_hash = ANY(%(hashes)s::uuid[])
