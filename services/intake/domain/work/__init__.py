"""Who works on what: queues and claims."""
