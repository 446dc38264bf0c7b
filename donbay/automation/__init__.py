"""What happens by itself: flows, later sequences and campaigns."""
