-- Let import rows of one customer point at another.
-- Parameters: workspace_id, keep_id, other_id. Index: customers_import_row_customer.
UPDATE customers_import_row SET customer_id = %(keep_id)s
WHERE workspace_id = %(workspace_id)s AND customer_id = %(other_id)s
