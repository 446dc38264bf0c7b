-- Let one transaction at a time change a workspace's channels, those not made yet too.
-- Parameters: workspace_id. Index: none. A number of its own beside try_lane_lock's.
SELECT pg_advisory_xact_lock(1685024364, (%(workspace_id)s %% 2147483647)::int)
