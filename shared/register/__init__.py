"""The register (台账) of a service: a read model built from its own events."""
