"""The story, the progress and the figures are told."""
