-- Take the oldest due captures of the next workspace after the one served last.
-- Parameters: after (workspace id), real_now, size. Index: intake_capture_new. Rows stay locked
-- until the transaction ends; rows another worker holds are passed over.
WITH lane AS (
    SELECT workspace_id
    FROM intake_capture
    WHERE state = 'new' AND workspace_id > %(after)s AND next_try_at <= %(real_now)s
    ORDER BY workspace_id, id
    LIMIT 1
    FOR UPDATE SKIP LOCKED
)
SELECT capture.id, capture.workspace_id, capture.client_id, capture.kind, capture.payload,
    capture.context, capture.received_at, capture.attempts
FROM intake_capture AS capture
WHERE capture.state = 'new' AND capture.next_try_at <= %(real_now)s
    AND capture.workspace_id = (SELECT workspace_id FROM lane)
ORDER BY capture.id
LIMIT %(size)s
FOR UPDATE SKIP LOCKED
