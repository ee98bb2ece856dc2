"""The catalogue's files, its search, and what is wrong in them."""
