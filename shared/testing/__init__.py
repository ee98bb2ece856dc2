"""Honest fakes, builders and real servers for tests and the sandbox."""
