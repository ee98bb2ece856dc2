"""Exchange over HTTP."""
