"""Sheets of customers: read from .xlsx and .csv, understood, cleaned, and written."""
