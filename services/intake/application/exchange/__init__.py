"""Applications go out to platforms and partners, decisions come in."""
