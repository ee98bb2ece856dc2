"""Real servers for tests and the sandbox: MongoDB, Apache Kafka, and librdkafka's built-in Kafka.

Nothing is imported here, so that `python -m shared.testing.servers.embedded_kafka` loads once.
"""
