"""办理形式 (GB/T 39046 A.5): an item is applied for only in the ways that its guide publishes."""

from collections.abc import Mapping

from services.intake.domain.case.parts import Channel
from services.intake.domain.catalogue.guide import HandlingForm
from services.intake.domain.catalogue.item import Item
from shared.values import Invalid

_FORMS: Mapping[Channel, HandlingForm] = {
    Channel.KIOSK: HandlingForm.KIOSK,
    Channel.ONLINE: HandlingForm.COMPUTER,
    Channel.MOBILE: HandlingForm.MOBILE,
}
"""A window always takes it, letters may always come (XKF 29), and what grid hands on is staff's.

XKF 29 names electronic ways beside letters, which one may read as: these may always come as well.
Read here: the office publishes which of them it has (XKF 30, 33), and nobody can use the others.
"""
_NAMES: Mapping[HandlingForm, tuple[str, str]] = {
    HandlingForm.WINDOW: ("窗口", "at a window"),
    HandlingForm.COMPUTER: ("电脑端", "online"),
    HandlingForm.MOBILE: ("移动端", "by mobile"),
    HandlingForm.COURIER: ("快递", "by courier"),
    HandlingForm.KIOSK: ("自助机", "at a kiosk"),
    HandlingForm.OTHER: ("其他", "otherwise"),
}


def must_come_so(item: Item, channel: Channel) -> None:
    """Raise `Invalid` (field ``channel``) for a way that the guide (办事指南) does not publish."""
    form = _FORMS.get(channel)
    if form is None or form in item.guide.forms:
        return
    zh = "、".join(_NAMES[published][0] for published in item.guide.forms)
    en = ", ".join(_NAMES[published][1] for published in item.guide.forms)
    raise Invalid(
        "not-handled-so",
        f"“{item.name}”不能通过{_NAMES[form][0]}办理；办理形式：{zh}。",
        f"{item.code} is not applied for {_NAMES[form][1]}; it is {en}.",
        field="channel",
    )
