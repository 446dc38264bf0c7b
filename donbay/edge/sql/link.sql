-- Where a tracked link leads.
-- Parameters: workspace_id, link_id. Index: messaging_message_link_pkey.
SELECT url FROM messaging_v_link WHERE workspace_id = %(workspace_id)s AND id = %(link_id)s
