"""The two receipts of a whole bundle: what was handed in once, and the one notice of what lacks."""

from collections.abc import Iterator, Sequence

from services.intake.domain.bundle.bundle import Bundle, BundleReceipt, BundleReceiptKind
from services.intake.domain.bundle.one_form import OneForm
from services.intake.domain.case.case import Case
from services.intake.domain.case.clocks import CORRECTION
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.states import State
from services.intake.domain.receipts.receipts import Line, ReceiptDocument
from services.intake.domain.receipts.wording import FORMS, instant

_NEXT = {
    BundleReceiptKind.RECEIVED: "各事项由相应部门分别办理；需要补正的，合并一次告知。",
    BundleReceiptKind.CORRECTION: "补齐后一次递交，无须分别前往各部门。",
}
_NO_LIMIT = "法律未规定补正期限；请尽快补齐。"


def written_for_all(
    bundle: Bundle, receipt: BundleReceipt, cases: Sequence[Case], form: OneForm
) -> ReceiptDocument:
    """Write a receipt of the bundle out, as its applications then are."""
    said = _missing if receipt.kind is BundleReceiptKind.CORRECTION else _received
    lines = (
        Line("matter", bundle.matter_name),
        Line("bundle-no", bundle.bundle_no),
        *said(bundle, cases, form),
        Line("next", _NEXT[receipt.kind]),
    )
    return ReceiptDocument(
        id=receipt.number,
        version=0,
        case=bundle.id,
        orgunit=bundle.orgunit,
        kind=receipt.kind,
        at=receipt.at,
        lines=lines,
    )


def _received(bundle: Bundle, cases: Sequence[Case], form: OneForm) -> Iterator[Line]:
    yield Line("handed-in", "、".join(_named(paper, form) for paper in bundle.papers) or "无")
    for case in cases:
        yield Line("child", f"{case.item_name}（{case.project_no}）")


def _missing(bundle: Bundle, cases: Sequence[Case], form: OneForm) -> Iterator[Line]:
    del bundle
    for case in cases:
        if case.state is not State.CORRECTION:
            continue
        yield Line("child", f"{case.item_name}（{case.project_no}）")
        lacks = [form.code_of(case.item_code, code) for code in case.missing]
        yield Line("missing", "、".join(form.titles.get(code, code) for code in lacks))
        due = next((c.due_at for c in case.open_clocks if c.name == CORRECTION), None)
        yield Line("due", instant(due) if due else _NO_LIMIT)


def _named(paper: Paper, form: OneForm) -> str:
    return f"{form.titles.get(paper.code, paper.code)}（{FORMS.get(paper.form, paper.form)}）"
