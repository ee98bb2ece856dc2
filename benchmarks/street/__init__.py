"""A street's applications by the million, from a seed: lives that were led, and others alike."""
