"""The operators' tool for messages that were not handled: over HTTP, as any other client."""
