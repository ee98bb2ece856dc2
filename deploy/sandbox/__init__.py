"""The sandbox: `make run` starts the whole house on one machine and plays a working day.

Owns: its data directory (.sandbox), the processes it starts, and nothing else. It speaks to the
services as partners and operators do: over Kafka, over HTTP, and by reading their books.
"""
