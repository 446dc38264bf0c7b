-- Keep what visitors answered.
-- Parameters: workspace_id, ats[], ids[], page_ids[], form_ids[], versions[], client_ids[],
-- customer_ids[], answers[] and utms[] (json as text), consents[]. Index: none.
INSERT INTO sites_submission (
    id, workspace_id, created_at, updated_at, at, page_id, form_id, version, client_id,
    customer_id, "values", utm, consent
)
SELECT sent.id, %(workspace_id)s, sent.at, sent.at, sent.at, sent.page_id, sent.form_id,
    sent.version, sent.client_id, sent.customer_id, sent.answers::jsonb, sent.utm::jsonb,
    sent.consent
FROM unnest(
    %(ats)s::timestamptz[], %(ids)s::uuid[], %(page_ids)s::uuid[], %(form_ids)s::text[],
    %(versions)s::integer[], %(client_ids)s::uuid[], %(customer_ids)s::uuid[],
    %(answers)s::text[], %(utms)s::text[], %(consents)s::boolean[]
) AS sent (
    at, id, page_id, form_id, version, client_id, customer_id, answers, utm, consent
)
