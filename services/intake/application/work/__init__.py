"""Work is claimed, put back, handed on and looked for."""
