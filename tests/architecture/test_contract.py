"""What was promised is kept: today's events against the contract that was tagged last."""

from deploy.docs.compatibility import breaks
from deploy.docs.contract import newest, today
from shared.events.catalogue import EVENTS
from shared.events.upcasting import replaced_by


def test_nothing_breaks_the_contract_that_was_tagged_last() -> None:
    tagged = newest()
    assert tagged is not None, "python -m deploy.docs.tag VERSION"
    version, contract = tagged
    broken = [str(one) for one in breaks(contract, today())]
    assert broken == [], f"the contract {version} is broken"


def test_every_version_but_the_last_becomes_the_next_one() -> None:
    next_of = {type_: replaced_by(data) for type_, data in EVENTS.items()}
    wanted = {type_: EVENTS.get(following(type_)) for type_ in EVENTS}
    assert next_of == wanted, "an upcaster in shared/events/older.py for each version but the last"


def following(type_: str) -> str:
    stem, _, number = type_.rpartition(".v")
    return f"{stem}.v{int(number) + 1}"
