"""Verbs: one use case a function; load, decide, save, announce."""
