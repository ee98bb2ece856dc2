"""Nouns: what an application is and what may happen to it. Pure."""
