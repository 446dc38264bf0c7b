"""Products, stock, orders, vouchers, bank-transfer codes."""
