"""Receipts are shown as they were given."""
