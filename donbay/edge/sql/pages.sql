-- The content of some live pages.
-- Parameters: ids (page ids). Index: sites_page's primary key.
SELECT workspace_id, page_id, path, version, html, csp, forms, thanks, shell
FROM sites_v_publication
WHERE page_id = ANY(%(ids)s)
