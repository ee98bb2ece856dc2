"""Ratings on the store."""
