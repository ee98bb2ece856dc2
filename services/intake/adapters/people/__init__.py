"""What erasure asks of the store."""
