"""How long a person's records are kept."""
