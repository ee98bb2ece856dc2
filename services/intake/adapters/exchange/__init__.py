"""Profiles, keys and lists of exchange."""
