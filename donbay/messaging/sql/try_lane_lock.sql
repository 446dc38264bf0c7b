-- Take the right to gate a workspace's messages until the end of this transaction, or say no.
-- So two workers cannot both give away the last advertising slot of one recipient.
-- Parameters: workspace_id. Index: none.
SELECT pg_try_advisory_xact_lock(1685024363, (%(workspace_id)s %% 2147483647)::int)
