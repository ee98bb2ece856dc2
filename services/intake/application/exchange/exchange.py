"""Exchange with other platforms: rows of applications go out, decisions come in."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from services.intake.application.case.decide import DecideByPartner, decide_by_partner
from services.intake.application.catalogue.items import find_item_of
from services.intake.application.ports import Work
from services.intake.application.ports_exchange import ExchangeProfile
from services.intake.application.rating.keeping_ratings import rating_id
from services.intake.domain.case.case import Case
from services.intake.domain.case.parts import Outcome
from services.intake.domain.case.records import ImportedRow
from services.intake.domain.exchange.exchange import Given, Row, Table, decision_of, rows_of
from services.intake.domain.people.applicants import object_of
from shared.events.parts import WHOLE
from shared.ids import derive
from shared.privacy.records import PersonalDetails
from shared.values import Invalid

_LONGEST = 50
_SAID_BY = {
    "reference": "project_no",
    "outcome": "result_type",
    "reasons": "result_explain",
    "certificate_no": "result_cetr_no",
}
"""Which field of a result row says what the decision takes."""


@dataclass(frozen=True)
class Exported:
    """A row in another platform's words.

    `guid` is the same for ever; the same guid and `version` is the same row, sent again. `sealed`
    holds who applied, for that platform's key alone.
    """

    table: str
    guid: str
    version: int
    row: Mapping[str, str]
    sealed: str | None = None


@dataclass(frozen=True)
class ImportResult:
    """A result row of another platform, as it came."""

    partner: str
    row: Given


async def export_case(key: str, profile: ExchangeProfile, work: Work) -> list[Exported]:
    """Return all rows of an application as it stands now; nothing is changed."""
    case = await work.cases.get(key)
    rating = await work.ratings.find(rating_id(case.id))
    grade = rating.grade if rating and rating.active else None
    known = await _known(case, work)
    applies_as = object_of(known.uscc, named=any(vars(known).values()))
    rows = rows_of(case, find_item_of(case, work), grade, applies_as)
    sealed = _sealed(known, profile, work)
    # A rating is saved beside its application: the version of what it changes counts both.
    rated = rating.version if rating else 0
    return [_written(row, case, rated, profile, sealed) for row in rows]


async def import_result(command: ImportResult, profile: ExchangeProfile, work: Work) -> bool:
    """Decide as the partner says; tell False for a row and version that came before.

    Raises:
        Invalid: the row cannot be read, or is no decision.
        NotFound: nothing with this number was handed to this partner.
        Refusal: it was decided or withdrawn before.
    """
    guid, version = _identity(command.row)
    key = f"{command.partner}:{guid}"
    before = await work.imports.find(key) or ImportedRow(key, 0)
    if version <= before.row_version:
        return False
    read = profile.read(Table.RESULT, command.row)
    outcome = decision_of(read.get("result_type"))
    decision = DecideByPartner(
        partner=command.partner,
        reference=str(read.get("project_no", "")),
        outcome=Outcome(outcome),
        reasons=str(read.get("result_explain", "")),
        certificate_no=_text(read.get("result_cetr_no")),
    )
    await decide_by_partner(decision, work)
    work.imports.save(replace(before, row_version=version))
    return True


def at_fault(field: str | None, profile: ExchangeProfile) -> str | None:
    """Return what a partner calls the field of its result that was refused."""
    return field and profile.called(Table.RESULT, _SAID_BY.get(field, field))


def _written(
    row: Row, case: Case, rated: int, profile: ExchangeProfile, sealed: str | None
) -> Exported:
    guid = derive("exchange", row.table, case.id, row.key)
    name = profile.tables[row.table].name
    whose = sealed if row.table is Table.ACCEPT else None
    version = case.version + (rated if row.table is Table.RESULT else 0)
    return Exported(name, guid, version, profile.written(row), whose)


async def _known(case: Case, work: Work) -> PersonalDetails:
    person = case.applicant
    if person is None or await work.people.is_erased(person):
        return PersonalDetails()
    return await work.people.reveal(person)


def _sealed(known: PersonalDetails, profile: ExchangeProfile, work: Work) -> str | None:
    if profile.seal_to is None:
        return None
    # An organisation goes by its own name and number, as the standard has one pair for both.
    own = {"name": known.org_name, "id_number": known.uscc} if known.uscc else {}
    fields = {**asdict(known), **own}
    named = {theirs: fields[ours] for ours, theirs in profile.applicant.items() if fields[ours]}
    return work.seals.seal(profile.seal_to, named) if named else None


def _identity(row: Given) -> tuple[str, int]:
    guid, version = row.get("row_guid"), row.get("version")
    if not isinstance(guid, str) or not guid or len(guid) > _LONGEST:
        raise Invalid(
            "row-unreadable",
            "row_guid 应为 1–50 个字符的文本。",
            "row_guid must be text of 1 to 50 characters.",
            field="row_guid",
        )
    if type(version) is not int or not 1 <= version <= WHOLE:
        raise Invalid(
            "row-unreadable",
            f"version 应为 1 至 {WHOLE} 的整数。",
            f"version must be a whole number from 1 to {WHOLE}.",
            field="version",
        )
    return guid, version


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
