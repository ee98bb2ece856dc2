"""What the public and the use cases ask of the catalogue."""
