-- Messages whose worker has been silent long past its lease and is not on this machine.
-- Parameters: before (real time), alive: workers whose journals are here.
-- Index: messaging_outbox_sending.
SELECT o.id, o.attempts, o.worker
FROM messaging_outbox AS o
WHERE o.state = 'sending'
    AND o.lease_until < %(before)s
    AND NOT o.worker = ANY(%(alive)s::uuid[])
ORDER BY o.worker, o.id
LIMIT 2000
