"""The one catalogue of roles."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody may be; the value stands in tokens, `zh` on screens."""

    CLERK = "clerk"
    REVIEWER = "reviewer"
    GRID_WORKER = "grid_worker"
    SHIFT_LEADER = "shift_leader"
    ADVISER = "adviser"
    OPERATOR = "operator"
    PARTNER = "partner"
    SERVICE = "service"
    KIOSK = "kiosk"
    RESIDENT = "resident"

    @property
    def zh(self) -> str:
        """The label for staff."""
        return _ZH[self]


_ZH = {
    Role.CLERK: "窗口人员",
    Role.REVIEWER: "审核人员",
    Role.GRID_WORKER: "网格员",
    Role.SHIFT_LEADER: "值班长",
    Role.ADVISER: "驿站顾问",
    Role.OPERATOR: "运维",
    Role.PARTNER: "合作系统",
    Role.SERVICE: "服务",
    Role.KIOSK: "自助机",
    Role.RESIDENT: "居民",
}
