"""Applications on the store."""
