"""The lanes of background work; a worker runs some or all of them."""

LANES = ("intake", "react", "flows", "delivery", "jobs")
