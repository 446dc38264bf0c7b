-- Every tag of a workspace with how many customers have it.
-- Parameters: workspace_id. Index: customers_tag_uq, customers_tag_members.
SELECT tag.id, tag.name, (
    SELECT count(*) FROM customers_customer_tag AS link
    WHERE link.workspace_id = tag.workspace_id AND link.tag_id = tag.id
) AS customers
FROM customers_tag AS tag
WHERE tag.workspace_id = %(workspace_id)s
ORDER BY tag.key
