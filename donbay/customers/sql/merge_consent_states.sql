-- Give one customer's last words to another; of two words for one thing the newer stays, and a
-- no of the same instant wins.
-- Parameters: workspace_id, keep_id, other_id. Index: customers_consent_state_uq.
WITH moved AS (
    DELETE FROM customers_consent_state
    WHERE workspace_id = %(workspace_id)s AND customer_id = %(other_id)s
    RETURNING purpose, channel, granted, at
)
INSERT INTO customers_consent_state AS state
    (workspace_id, customer_id, purpose, channel, granted, at)
SELECT %(workspace_id)s, %(keep_id)s, purpose, channel, granted, at FROM moved
ON CONFLICT (workspace_id, customer_id, purpose, channel)
DO UPDATE SET granted = excluded.granted, at = excluded.at
WHERE excluded.at > state.at OR (excluded.at = state.at AND NOT excluded.granted)
