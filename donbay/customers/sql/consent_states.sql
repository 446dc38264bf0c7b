-- The last word of customers for each purpose and channel.
-- Parameters: workspace_id, ids[]. Index: customers_consent_state_uq.
SELECT customer_id, purpose, channel, granted
FROM customers_consent_state
WHERE workspace_id = %(workspace_id)s AND customer_id = ANY(%(ids)s::uuid[])
