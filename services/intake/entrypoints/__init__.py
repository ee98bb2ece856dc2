"""Channels: Kafka and the partner door, HTTP, timers."""
