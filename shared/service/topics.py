"""Which topics a service reads."""

from collections.abc import Sequence

from shared.events.base import service_of, topic_of
from shared.events.catalogue import PARTNER
from shared.messaging.partners import Partners


def topics_heard(types: Sequence[str], service: str, partners: Partners) -> list[str]:
    """Return the topics on which these types, or this service's desk duty, arrive."""
    owners = {service_of(type_) for type_ in types} - {PARTNER}
    mine = [
        partner.topic
        for partner in partners.partners
        if partner.desk == service or set(partner.types) & set(types)
    ]
    return sorted({*(topic_of(owner) for owner in owners), *mine})
