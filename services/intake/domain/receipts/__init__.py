"""Receipts (凭证): what they must say."""
