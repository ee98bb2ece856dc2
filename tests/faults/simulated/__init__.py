"""The messaging core in a simulated world: one seed, one history, the same each time.

Real: unit of work, hearing, batches, relay and its lease. Simulated: time, the event loops, which
handle runs next, the replicas' lives, the consumer group; store and bus are the fakes that the
contract suite compares with MongoDB and Kafka.
"""
