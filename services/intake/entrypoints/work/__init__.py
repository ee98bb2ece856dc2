"""Queues, claims and searches over HTTP."""
