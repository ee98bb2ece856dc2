"""The story, the public query and the figures over HTTP."""
