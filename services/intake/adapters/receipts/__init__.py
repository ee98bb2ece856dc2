"""Receipts as PDF, and their codes."""
