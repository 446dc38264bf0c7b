-- Read and lock customers in order of id.
-- Parameters: workspace_id, ids[]. Index: primary key.
SELECT id, full_name, gender, birthday, email, phone, address, province_code, note,
    fields, source
FROM customers_customer
WHERE workspace_id = %(workspace_id)s AND id = ANY(%(ids)s::uuid[])
ORDER BY id
FOR UPDATE
