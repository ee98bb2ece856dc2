"""The counter's files and collections."""
