-- Empty old captures that were understood: the client id stays, so that a late repeat still
-- counts once; what people sent does not.
-- Parameters: before (real time), size. Index: intake_capture_done.
WITH old AS (
    SELECT id FROM intake_capture
    WHERE state = 'done' AND processed_at < %(before)s AND payload <> '{}'::jsonb
    ORDER BY processed_at
    LIMIT %(size)s
    FOR UPDATE SKIP LOCKED
)
UPDATE intake_capture AS capture SET payload = '{}', context = '{}', result = NULL
FROM old WHERE capture.id = old.id
