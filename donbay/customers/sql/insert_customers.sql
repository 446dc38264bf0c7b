-- Insert customers whose identities are claimed.
-- Parameters: workspace_id, now, rows (a JSON array of objects). Index: none.
INSERT INTO customers_customer (
    workspace_id, created_at, updated_at, id, full_name, given_name, family_name, gender, birthday,
    email, phone, address, province_code, note, fields, source, search_text, sort_key
)
SELECT
    %(workspace_id)s, %(now)s, %(now)s, id, full_name, given_name, family_name, gender, birthday,
    email, phone, address, province_code, note, fields, source, search_text, sort_key
FROM json_to_recordset(%(rows)s::json) AS row (
    id uuid, full_name text, given_name text, family_name text, gender text, birthday date,
    email text, phone text, address text, province_code text, note text, fields jsonb,
    source jsonb, search_text text, sort_key text
)
