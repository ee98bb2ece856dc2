"""一件事: one form comes in, its applications go their ways, and it stands as they do."""
