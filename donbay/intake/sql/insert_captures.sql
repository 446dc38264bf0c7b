-- Make captures durable; one sent twice under its client id counts once.
-- Parameters: workspace_ids[], client_ids[], kinds[], payloads[] and contexts[] (json as text),
-- received_ats[] (real time). Index: intake_capture_client_uq. The caller wakes the workers by
-- NOTIFY donbay_intake.
INSERT INTO intake_capture
    (workspace_id, client_id, kind, payload, context, received_at, next_try_at)
SELECT sent.workspace_id, sent.client_id, sent.kind, sent.payload::jsonb, sent.context::jsonb,
    sent.received_at, sent.received_at
FROM unnest(
    %(workspace_ids)s::bigint[], %(client_ids)s::uuid[], %(kinds)s::text[], %(payloads)s::text[],
    %(contexts)s::text[], %(received_ats)s::timestamptz[]
) AS sent (workspace_id, client_id, kind, payload, context, received_at)
ON CONFLICT (workspace_id, client_id) DO NOTHING
