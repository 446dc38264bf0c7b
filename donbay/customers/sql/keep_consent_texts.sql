-- Keep consent texts word for word under their hashes.
-- Parameters: workspace_id, now, hashes[], texts[]. Index: customers_consent_text_uq.
INSERT INTO customers_consent_text (workspace_id, hash, text, first_seen_at)
SELECT %(workspace_id)s, version.hash, version.text, %(now)s
FROM unnest(%(hashes)s::text[], %(texts)s::text[]) AS version (hash, text)
ORDER BY version.hash
ON CONFLICT (workspace_id, hash) DO NOTHING
