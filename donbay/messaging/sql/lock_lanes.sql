-- Keep every worker from gating a workspace's messages until the end of this transaction.
-- What a claim has given an address by then is seen afterwards; none gets one meanwhile.
-- Parameters: workspace_id. Index: none. The same lock as try_lane_lock.
SELECT pg_advisory_xact_lock(1685024363, (%(workspace_id)s %% 2147483647)::int)
