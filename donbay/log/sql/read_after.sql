-- Events strictly after a place and below every open transaction, in log order.
-- In the current epoch a transaction id below the snapshot's xmin can gain no more rows; rows of
-- earlier epochs were restored whole.
-- Parameters: epoch, xid, id, batch. Index: log_event (epoch, xid, id), merged over partitions.
WITH era AS MATERIALIZED (SELECT log_current_epoch() AS epoch)
SELECT e.epoch, e.xid::text AS at_xid, e.id, e.workspace_id, e.kind, e.occurred_at, e.customer_id,
       e.subject_id, e.data
FROM log_event AS e
WHERE (e.epoch, e.xid, e.id) > (%(epoch)s::integer, %(xid)s::text::xid8, %(id)s::bigint)
  AND (e.epoch < (SELECT epoch FROM era) OR e.xid < pg_snapshot_xmin(pg_current_snapshot()))
ORDER BY e.epoch, e.xid, e.id
LIMIT %(batch)s
