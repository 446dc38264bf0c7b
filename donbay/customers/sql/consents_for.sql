-- Which of these customers agree to messages of a purpose on a channel: the newest of the words
-- for the channel itself and for any channel decides; at the same instant a no wins.
-- Parameters: workspace_id, ids[], purpose, channel. Index: customers_consent_state_uq.
SELECT customer_id
FROM (
    SELECT DISTINCT ON (customer_id) customer_id, granted
    FROM customers_consent_state
    WHERE workspace_id = %(workspace_id)s AND customer_id = ANY(%(ids)s::uuid[])
        AND purpose = %(purpose)s AND channel IN (%(channel)s, 'any')
    ORDER BY customer_id, at DESC, granted
) AS last_word
WHERE granted
