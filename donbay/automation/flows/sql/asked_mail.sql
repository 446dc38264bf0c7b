-- The purpose of the mail that a step of a run has asked for.
-- Parameters: workspace_id, flow_id, run_id, step. Index: messaging_outbox_once.
SELECT m.purpose
FROM messaging_v_message AS m
WHERE m.workspace_id = %(workspace_id)s AND m.source_id = %(flow_id)s AND m.source_kind = 'flow'
  AND m.run_id = %(run_id)s AND m.step = %(step)s
