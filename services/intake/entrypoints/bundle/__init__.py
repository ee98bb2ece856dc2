"""一件事 over HTTP."""
