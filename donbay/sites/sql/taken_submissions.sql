-- Which captures were taken in before, and what they became.
-- Parameters: workspace_id, client_ids[]. Index: sites_submission_client_uq.
SELECT client_id, id, customer_id
FROM sites_submission
WHERE workspace_id = %(workspace_id)s AND client_id = ANY(%(client_ids)s::uuid[])
