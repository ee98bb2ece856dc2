"""Reasons: whatever the office does to an applicant's disadvantage, it says why."""

from shared.values import Invalid


def must_be_given(reasons: str, field: str = "reasons") -> None:
    """Raise `Invalid` where none are given, or blanks (XKF 38; of an extension, XKF 42)."""
    if not reasons.strip():
        raise Invalid("reasons-needed", "请写明理由。", "Give the reasons.", field=field)
