"""Tables that belong to no room."""
