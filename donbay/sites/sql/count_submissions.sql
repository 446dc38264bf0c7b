-- How many submissions has each page, and when came the last?
-- Parameters: workspace_id, page_ids uuid[].
-- Index: sites_submission_by_page.
SELECT page_id, count(*), max(at)
FROM sites_submission
WHERE workspace_id = %(workspace_id)s AND page_id = ANY (%(page_ids)s)
GROUP BY page_id
