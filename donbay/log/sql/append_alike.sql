-- Append one fact about each of many customers, given as parallel arrays.
-- All share `data`; with number_name each has a number of its own besides, by that name, and with
-- second_name another.
-- Parameters: workspace_id, kind, data, number_name, second_name, customer_ids, subject_ids,
-- numbers and seconds (empty without their names), and occurred_at of all, or null and
-- occurred_ats, one for each.
-- The hint to the readers (channel) goes along: it would be a round trip of its own.
WITH era AS MATERIALIZED (
    SELECT log_current_epoch() AS epoch, pg_notify(%(channel)s, '') AS hinted
)
INSERT INTO log_event (epoch, workspace_id, kind, occurred_at, customer_id, subject_id, data)
SELECT era.epoch, %(workspace_id)s, %(kind)s,
       coalesce(row.occurred_at, %(occurred_at)s::timestamptz), row.customer_id, row.subject_id,
       CASE
           WHEN %(number_name)s::text IS NULL THEN %(data)s::jsonb
           WHEN %(second_name)s::text IS NULL
               THEN %(data)s::jsonb || jsonb_build_object(%(number_name)s::text, row.number)
           ELSE %(data)s::jsonb || jsonb_build_object(
               %(number_name)s::text, row.number, %(second_name)s::text, row.second
           )
       END
FROM era, unnest(
    %(customer_ids)s::uuid[], %(subject_ids)s::uuid[], %(numbers)s::bigint[],
    %(seconds)s::bigint[], %(occurred_ats)s::timestamptz[]
) WITH ORDINALITY AS row (customer_id, subject_id, number, second, occurred_at, place)
ORDER BY row.place
