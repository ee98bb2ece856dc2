"""Erasure and access over HTTP."""
