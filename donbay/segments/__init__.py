"""Conditions about customers: a typed tree, compiled to one SQL predicate."""
