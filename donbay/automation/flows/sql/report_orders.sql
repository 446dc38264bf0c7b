-- Orders placed after following a link of this flow's messages, net of cancelled ones, by node.
-- Parameters: workspace_id, flow_id. Index: messaging_outbox_once, commerce_order_message.
SELECT r.version_id, split_part(m.step, '.', 1) AS node_id, count(*)::integer AS orders,
       sum(o.total)::bigint AS revenue
FROM commerce_v_order AS o
JOIN messaging_v_message AS m ON m.workspace_id = o.workspace_id AND m.id = o.message_id
JOIN automation_run AS r ON r.id = m.run_id AND r.workspace_id = m.workspace_id
WHERE o.workspace_id = %(workspace_id)s AND m.workspace_id = %(workspace_id)s
  AND m.source_id = %(flow_id)s AND m.source_kind = 'flow' AND o.state <> 'cancelled'
GROUP BY r.version_id, split_part(m.step, '.', 1)
