"""The engine: claims due runs and moves them in batches, a transaction a batch."""
