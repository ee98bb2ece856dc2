from datetime import date

from services.intake.adapters.catalogue.diff import broken_versions, diff_of
from tests.services.intake.items import made

TODAY = date(2026, 9, 7)
OLD = made()


def test_one_catalogue_against_itself_changes_nothing() -> None:
    diff = diff_of([OLD], [OLD])
    assert (diff.added, diff.removed, diff.changed) == ((), (), ())


def test_versions_that_come_and_go_are_named() -> None:
    newer = made(version="2", valid_from="2027-01-01")
    diff = diff_of([OLD], [newer])
    assert (diff.added, diff.removed, diff.changed) == ((newer,), (OLD,), ())


def test_a_change_is_told_field_by_field_as_the_cells_say_it() -> None:
    diff = diff_of([OLD], [made(name="寒冷补贴", promised={"days": 5})])
    assert [(c.column, c.before, c.after) for c in diff.changed] == [
        ("name", "严寒补贴申领", "寒冷补贴"),
        ("promised", "8工作日", "5工作日"),
    ]


def test_what_cases_keep_to_may_not_change_within_a_version_in_force() -> None:
    diff = diff_of([OLD], [made(name="寒冷补贴", promised={"days": 5})])
    (fault,) = broken_versions(diff, TODAY)
    assert (fault.item, fault.column) == ("cold-allowance", "promised")
    assert "版本 1 已生效" in fault.told_zh


def test_a_policy_is_compared_as_its_cell_says_it_and_binds_too() -> None:
    diff = diff_of([OLD], [made(lapse_policy="terminated", onsite_review=True)])
    assert [(c.column, c.before, c.after) for c in diff.changed] == [
        ("onsite_review", "", "是"),
        ("lapse_policy", "", "终止办理"),
    ]
    told = [fault.column for fault in broken_versions(diff, TODAY)]
    assert told == ["onsite_review", "lapse_policy"]


def test_a_version_that_is_not_in_force_yet_may_change() -> None:
    before, after = (
        made(version="2", valid_from="2026-09-08", promised={"days": days}) for days in (5, 6)
    )
    assert list(broken_versions(diff_of([before], [after]), TODAY)) == []
    assert list(broken_versions(diff_of([before], [after]), date(2026, 9, 8))) != []
