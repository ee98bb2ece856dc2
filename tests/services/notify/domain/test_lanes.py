from services.notify.domain.deliveries import Due
from services.notify.domain.lanes import choose
from shared.testing.clock import MONDAY_MORNING


def due(id_: str, recipient: str, attempts: int = 0) -> Due:
    return Due(id_, 1, recipient, MONDAY_MORNING, attempts, "150602013000", "corr")


def chosen(rows: list[Due], *busy: str, free: int = 8, retries: int = 4) -> list[str]:
    return [row.id for row in choose(rows, busy, free=free, free_for_retries=retries)]


def test_one_mail_a_recipient_at_a_time_in_order() -> None:
    rows = [due("1", "a"), due("2", "a"), due("3", "b")]
    assert chosen(rows) == ["1", "3"]


def test_a_busy_recipient_holds_back_only_itself() -> None:
    assert chosen([due("1", "a"), due("2", "b")], "a") == ["2"]


def test_no_more_than_there_is_room_for() -> None:
    assert chosen([due(str(n), str(n)) for n in range(5)], free=2) == ["0", "1"]


def test_repeated_tries_never_take_the_whole_road() -> None:
    rows = [*(due(f"r{n}", f"r{n}", 1) for n in range(6)), due("new", "n")]
    assert chosen(rows, free=4, retries=2) == ["r0", "r1", "new"]
