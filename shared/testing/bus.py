"""The bus in memory: the same promise as Kafka's, shown by the same contract suite."""

from collections.abc import Sequence

from shared.messaging.bus import BusAway, Message


class HeldBus:
    """`Bus` that keeps what it was sent, in order; `away` makes it refuse everything."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.away = False

    async def send(self, messages: Sequence[Message]) -> None:
        """Keep the messages; raise `BusAway` while it is away."""
        if self.away:
            raise BusAway("switched off")
        self.sent.extend(messages)
