-- Take what is personal out of messages; those not yet sent are skipped. One being sent is left to
-- its worker, and settle.sql adds nothing to a message without an address.
-- Parameters: workspace_id, ids, now. Index: primary key.
UPDATE messaging_outbox AS o
SET
    state = CASE WHEN o.state IN ('ready', 'deferred') THEN 'skipped' ELSE o.state END,
    reason = CASE WHEN o.state IN ('ready', 'deferred') THEN 'customer_gone' ELSE o.reason END,
    done_at = CASE WHEN o.state IN ('ready', 'deferred') THEN %(now)s ELSE o.done_at END,
    address = '',
    extra = '{}',
    detail = ''
WHERE o.id = ANY(%(ids)s::bigint[]) AND o.workspace_id = %(workspace_id)s
