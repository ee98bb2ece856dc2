"""What can be seen from outside: one catalogue of metrics, one shape of log line."""
