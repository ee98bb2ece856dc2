"""Peers side by side in one run: the ratios say more than the digits."""
