"""Channels into notify: events, HTTP, the inbox stream, the mail queue."""
