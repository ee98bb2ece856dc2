"""Technologies: MongoDB, YAML."""
