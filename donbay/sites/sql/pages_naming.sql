-- Pages that name something in what is drawn, and whether visitors see it there.
-- Parameters: workspace_id, traces. Indexes: sites_page_recent, sites_page_revision_uq; reads the
-- trees of one shop.
SELECT p.id, p.name, coalesce(shown.live, false) AS live
FROM sites_page AS p
LEFT JOIN LATERAL (
    SELECT EXISTS (
        SELECT FROM unnest(%(traces)s::text[]) AS trace (words)
        WHERE strpos(r.tree::text, trace.words) > 0
    ) AS live
    FROM sites_page_revision AS r
    WHERE r.workspace_id = p.workspace_id AND r.page_id = p.id AND r.published
        AND p.live_path IS NOT NULL
    ORDER BY r.number DESC
    LIMIT 1
) AS shown ON true
WHERE p.workspace_id = %(workspace_id)s AND p.deleted_at IS NULL
    AND (
        shown.live
        OR EXISTS (
            SELECT FROM unnest(%(traces)s::text[]) AS trace (words)
            WHERE strpos(p.tree::text, trace.words) > 0
        )
    )
ORDER BY 3 DESC, p.name, p.id
