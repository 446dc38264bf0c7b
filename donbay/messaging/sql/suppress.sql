-- Put addresses on the list of those not to send to.
-- Parameters: workspace_id, channel; arrays addresses, reasons, scopes; now.
-- Index: messaging_suppression_uq.
INSERT INTO messaging_suppression (workspace_id, channel, address, reason, scope, at)
SELECT DISTINCT ON (v.address, v.scope)
    %(workspace_id)s, %(channel)s, v.address, v.reason, v.scope, %(now)s::timestamptz
FROM unnest(%(addresses)s::text[], %(reasons)s::text[], %(scopes)s::text[])
    AS v (address, reason, scope)
ORDER BY v.address, v.scope, v.reason
ON CONFLICT (workspace_id, channel, address, scope) DO NOTHING
