-- Write changed customers, locked before.
-- Parameters: workspace_id, now and one array per column (json as text). Index: primary key.
UPDATE customers_customer AS c
SET updated_at = %(now)s, full_name = row.full_name, given_name = row.given_name,
    family_name = row.family_name, gender = row.gender, birthday = row.birthday,
    email = row.email, phone = row.phone, address = row.address,
    province_code = row.province_code, note = row.note, fields = row.fields::jsonb,
    source = row.source::jsonb, search_text = row.search_text, sort_key = row.sort_key
FROM unnest(
    %(id)s::uuid[], %(full_name)s::text[], %(given_name)s::text[], %(family_name)s::text[],
    %(gender)s::text[], %(birthday)s::date[], %(email)s::text[], %(phone)s::text[],
    %(address)s::text[], %(province_code)s::text[], %(note)s::text[], %(fields)s::text[],
    %(source)s::text[], %(search_text)s::text[], %(sort_key)s::text[]
) AS row (
    id, full_name, given_name, family_name, gender, birthday, email, phone, address,
    province_code, note, fields, source, search_text, sort_key
)
WHERE c.workspace_id = %(workspace_id)s AND c.id = row.id
