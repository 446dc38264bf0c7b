-- Append events given as parallel arrays; the epoch is read once for the statement.
-- Parameters: workspace_ids, kinds, occurred_ats, customer_ids, subject_ids, datas.
WITH era AS MATERIALIZED (SELECT log_current_epoch() AS epoch)
INSERT INTO log_event (epoch, workspace_id, kind, occurred_at, customer_id, subject_id, data)
SELECT era.epoch, row.workspace_id, row.kind, row.occurred_at, row.customer_id, row.subject_id,
       row.data
FROM era, unnest(
    %(workspace_ids)s::bigint[], %(kinds)s::text[], %(occurred_ats)s::timestamptz[],
    %(customer_ids)s::uuid[], %(subject_ids)s::uuid[], %(datas)s::jsonb[]
) WITH ORDINALITY AS row (workspace_id, kind, occurred_at, customer_id, subject_id, data, place)
ORDER BY row.place
