"""Django plumbing that every room stands on."""
