"""One technology a file."""
