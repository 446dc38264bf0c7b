-- What a worker still holds, and to whom it goes.
-- Parameters: worker. Index: messaging_outbox_sending.
SELECT o.id, o.attempts, o.address
FROM messaging_outbox AS o
WHERE o.state = 'sending' AND o.worker = %(worker)s::uuid
ORDER BY o.id
