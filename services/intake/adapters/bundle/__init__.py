"""One matter: its catalogue, and bundles on the store."""
