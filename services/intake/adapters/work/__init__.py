"""Lists of work on the store."""
