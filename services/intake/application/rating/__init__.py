"""Ratings are given, followed up and shown."""
