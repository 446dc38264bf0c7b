-- Put addresses on the list of those not to send to, as keyed hashes; in order, so that two who
-- put some of the same there do not wait for each other.
-- Parameters: workspace_id, channel, hashes, reason, scope, now.
-- Index: messaging_suppression_uq.
INSERT INTO messaging_suppression (workspace_id, channel, address_hash, reason, scope, at)
SELECT DISTINCT
    %(workspace_id)s::bigint, %(channel)s, v.hash, %(reason)s, %(scope)s,
    %(now)s::timestamptz
FROM unnest(%(hashes)s::uuid[]) AS v (hash)
ORDER BY v.hash
ON CONFLICT (workspace_id, channel, address_hash, scope) DO NOTHING
