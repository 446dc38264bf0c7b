-- Live pages whose published state names any of some products, locked for renewing.
-- Parameters: workspace_id, product_ids (texts, or null: all live pages). Index: sites_page_live_path_uq, then
-- sites_page_revision_uq; reads the tree of each live page of one shop.
SELECT p.id
FROM sites_page AS p
CROSS JOIN LATERAL (
    SELECT r.tree::text AS tree
    FROM sites_page_revision AS r
    WHERE r.workspace_id = p.workspace_id AND r.page_id = p.id AND r.published
    ORDER BY r.number DESC
    LIMIT 1
) AS shown
WHERE p.workspace_id = %(workspace_id)s
    AND p.live_path IS NOT NULL
    AND (
        %(product_ids)s::text[] IS NULL
        OR EXISTS (
            SELECT FROM unnest(%(product_ids)s::text[]) AS wanted (id)
            WHERE strpos(shown.tree, wanted.id) > 0
        )
    )
ORDER BY p.id
FOR UPDATE OF p
