"""The partners' kit: `python -m shared.events.conform` checks events before they are sent.

It reads a file as a partner wrote it, and judges every event by the services' own reader.
"""
