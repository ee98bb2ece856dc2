"""Peers side by side in one run; ratios, not digits."""
