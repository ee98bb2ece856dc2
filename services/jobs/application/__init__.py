"""Use cases: load, decide, save, announce."""
