"""The counter over HTTP."""
