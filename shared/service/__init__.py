"""How each of the four services is put together and kept running."""

from shared.service.engine import Engine
from shared.service.serving import run
from shared.service.settings import ServiceSettings
from shared.service.topics import topics_heard

__all__ = ["Engine", "ServiceSettings", "run", "topics_heard"]
