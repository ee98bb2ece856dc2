"""容缺: what staff and time do with a promise."""
