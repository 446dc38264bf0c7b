-- Append one fact about each of many customers, given as parallel arrays.
-- With number_name the data of each is that number by that name; without, all share `data`.
-- Parameters: workspace_id, kind, occurred_at, data, number_name, customer_ids, subject_ids,
-- numbers (empty without number_name).
WITH era AS MATERIALIZED (SELECT log_current_epoch() AS epoch)
INSERT INTO log_event (epoch, workspace_id, kind, occurred_at, customer_id, subject_id, data)
SELECT era.epoch, %(workspace_id)s, %(kind)s, %(occurred_at)s, row.customer_id, row.subject_id,
       CASE WHEN %(number_name)s::text IS NULL THEN %(data)s::jsonb
            ELSE jsonb_build_object(%(number_name)s::text, row.number) END
FROM era, unnest(
    %(customer_ids)s::uuid[], %(subject_ids)s::uuid[], %(numbers)s::bigint[]
) WITH ORDINALITY AS row (customer_id, subject_id, number, place)
ORDER BY row.place
