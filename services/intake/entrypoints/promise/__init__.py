"""容缺 over HTTP."""
