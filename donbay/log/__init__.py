"""One append-only table of everything that happened, and cursors that read it gap-free."""
