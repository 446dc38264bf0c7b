-- How many mails of a flow went out, and how many of them people opened or clicked in, by node.
-- A mail counts once however often it was opened; what machines open is not in the view.
-- Parameters: workspace_id, flow_id. Index: messaging_outbox_once, messaging_engagement_uq.
WITH mail AS (
    SELECT m.id, r.version_id, split_part(m.step, '.', 1) AS node_id
    FROM messaging_v_message AS m
    JOIN automation_run AS r ON r.id = m.run_id AND r.workspace_id = m.workspace_id
    WHERE m.workspace_id = %(workspace_id)s AND m.source_id = %(flow_id)s
      AND m.source_kind = 'flow' AND m.state = 'sent'
), touched AS (
    SELECT e.message_id, bool_or(e.kind = 'open') AS opened, bool_or(e.kind = 'click') AS clicked
    FROM messaging_v_engagement AS e
    WHERE e.workspace_id = %(workspace_id)s AND e.message_id IN (SELECT mail.id FROM mail)
    GROUP BY e.message_id
)
SELECT mail.version_id, mail.node_id, count(*)::integer AS sent,
       count(*) FILTER (WHERE touched.opened)::integer AS opened,
       count(*) FILTER (WHERE touched.clicked)::integer AS clicked
FROM mail LEFT JOIN touched ON touched.message_id = mail.id
GROUP BY mail.version_id, mail.node_id
