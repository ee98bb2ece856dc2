"""The store: keyed, versioned documents; one transaction for what one batch changes."""
