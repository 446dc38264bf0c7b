-- Insert customers whose identities are claimed.
-- Parameters: workspace_id, now and one array per column (json as text). Index: none.
INSERT INTO customers_customer (
    workspace_id, created_at, updated_at, id, full_name, given_name, family_name, gender, birthday,
    email, phone, address, province_code, note, fields, source, search_text, sort_key
)
SELECT
    %(workspace_id)s, %(now)s, %(now)s, id, full_name, given_name, family_name, gender, birthday,
    email, phone, address, province_code, note, fields::jsonb, source::jsonb, search_text, sort_key
FROM unnest(
    %(id)s::uuid[], %(full_name)s::text[], %(given_name)s::text[], %(family_name)s::text[],
    %(gender)s::text[], %(birthday)s::date[], %(email)s::text[], %(phone)s::text[],
    %(address)s::text[], %(province_code)s::text[], %(note)s::text[], %(fields)s::text[],
    %(source)s::text[], %(search_text)s::text[], %(sort_key)s::text[]
) AS row (
    id, full_name, given_name, family_name, gender, birthday, email, phone, address,
    province_code, note, fields, source, search_text, sort_key
)
