"""Somebody in a request: as they say who they are, or by a reference that is known."""

from services.intake.application.people.persons import Who
from services.intake.entrypoints.models import ApplicantBody
from shared.privacy.records import PersonalDetails
from shared.values import Invalid


def whom(details: ApplicantBody | None, reference: str | None, field: str) -> Who:
    """Return the one that is given; raise `Invalid` for both or neither."""
    if details is not None and reference is None:
        return PersonalDetails(**details.model_dump())
    if reference is not None and details is None:
        return reference
    raise Invalid(
        "one-of-two",
        f"{field} 和 {field}_ref 必须且只能填写一个。",
        f"Give either {field} or {field}_ref, one of them.",
        field=field,
    )
