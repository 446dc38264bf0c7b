-- The last place below every open transaction: where a live tail begins.
-- Parameters: none. Index: log_event (epoch, xid, id).
WITH era AS MATERIALIZED (SELECT log_current_epoch() AS epoch)
SELECT e.epoch, e.xid::text AS at_xid, e.id
FROM log_event AS e
WHERE e.epoch < (SELECT epoch FROM era) OR e.xid < pg_snapshot_xmin(pg_current_snapshot())
ORDER BY e.epoch DESC, e.xid DESC, e.id DESC
LIMIT 1
