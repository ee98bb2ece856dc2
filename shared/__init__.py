"""What at least two services use and all of them agree on."""
