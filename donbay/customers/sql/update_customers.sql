-- Write changed customers, locked before.
-- Parameters: workspace_id, now, rows (a JSON array of objects). Index: primary key.
UPDATE customers_customer AS c
SET updated_at = %(now)s, full_name = row.full_name, given_name = row.given_name,
    family_name = row.family_name, gender = row.gender, birthday = row.birthday,
    email = row.email, phone = row.phone, address = row.address,
    province_code = row.province_code, note = row.note, fields = row.fields,
    source = row.source, search_text = row.search_text, sort_key = row.sort_key
FROM json_to_recordset(%(rows)s::json) AS row (
    id uuid, full_name text, given_name text, family_name text, gender text, birthday date,
    email text, phone text, address text, province_code text, note text, fields jsonb,
    source jsonb, search_text text, sort_key text
)
WHERE c.workspace_id = %(workspace_id)s AND c.id = row.id
