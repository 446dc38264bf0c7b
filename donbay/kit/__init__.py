"""Small pure tools every room may use; nothing here knows Django or a database."""
