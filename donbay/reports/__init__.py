"""Roll-ups of the log and what the overview shows of them."""
