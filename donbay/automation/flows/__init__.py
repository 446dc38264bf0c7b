"""Flows: typed, versioned graphs that customers walk through in batches."""
