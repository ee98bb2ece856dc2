"""一表申请、一口受理: one form comes in, and each office gets its application."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from services.intake.application.bundle.follow_bundle import look_at_bundle
from services.intake.application.bundle.keeping_bundles import keep_bundle, told, with_receipt
from services.intake.application.case.receive import (
    PartOf,
    ReceiveApplication,
    next_number,
    take_in,
)
from services.intake.application.counter.agency import Acting, acting
from services.intake.application.ports import Work
from services.intake.domain.bundle.bundle import Bundle, BundleReceiptKind, Child
from services.intake.domain.bundle.matter import Matter, Member
from services.intake.domain.bundle.one_form import OneForm
from services.intake.domain.case.case import Case
from services.intake.domain.case.papers import Paper
from services.intake.domain.case.parts import Need, Origin
from services.intake.domain.case.wish import Wish
from services.intake.domain.catalogue.determinants import Value
from services.intake.domain.catalogue.handling import must_come_so
from services.intake.domain.catalogue.item import Item, ItemKind
from services.intake.domain.promise.promise import Commitment
from shared.events.intake_bundles import BundleReceived
from shared.privacy.records import PersonalDetails
from shared.values import Invalid


@dataclass(frozen=True)
class ReceiveBundle:
    """What was handed in once; `chosen` are the items beside the mandatory ones.

    The other members are those of an ordinary application, for all of its items together; the
    `commitment` counts for each item that asks for the papers it names.
    """

    matter: str
    origin: Origin
    chosen: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()
    person: PersonalDetails | None = None
    wish: Wish | None = None
    answers: Mapping[str, Value] = field(default_factory=dict)
    commitment: Commitment | None = None
    point: str | None = None
    authorisation: str | None = None
    need: Need | None = None
    consented: tuple[str, ...] = ()


async def receive_bundle(command: ReceiveBundle, work: Work) -> Bundle:
    """Open a bundle with its applications; what all offices know to be missing is told at once.

    Raises:
        Invalid: no such matter, an item that is none of it or is not applied for so; a wrong,
            missing or needless answer; a promise of a paper that none of the items asks for; and
            all that one application may be refused for.
        NotAllowed: the authorisation does not cover every item.
    """
    matter = work.matters.get(command.matter)
    members = matter.taken(command.chosen)
    form = OneForm(tuple(_in_force(member, matter, work) for member in members))
    command = _checked(command, form)
    for item in form.items:
        must_come_so(item, command.origin.channel)
    who = await _acting(command, form.items, work)
    key = work.new_id("bundle")
    cases = []
    for member, item in zip(members, form.items, strict=True):
        part = PartOf(key, member.orgunit or work.cause.orgunit)
        application = _application(command, form, item, part, work)
        cases.append(await take_in(application, item, who, work, part))
    await _opened(key, command, matter, members, cases, who, work)
    return await look_at_bundle(key, work)


def _in_force(member: Member, matter: Matter, work: Work) -> Item:
    item = work.items.find(member.item)
    if item is None:
        raise Invalid(
            "item-not-in-force",
            f"“{matter.name}”包含的事项“{member.item}”当前没有生效的版本，请分别申请其他事项。",
            f"Of '{member.item}' in {matter.code} no version is in force; apply for the others"
            " one by one.",
            field="matter",
        )
    return item


def _checked(command: ReceiveBundle, form: OneForm) -> ReceiveBundle:
    answers = form.filled(command.answers)
    if command.commitment:
        # What is done on the spot cannot wait for a paper.
        waiting = (item for item in form.items if item.kind is ItemKind.PROMISED)
        pledged = {form.code_of(item.code, p.code) for item in waiting for p in item.papers}
        for code in (one.code for one in command.commitment.papers):
            if code not in pledged:
                raise _no_promise(code)
    asked = {one.paper.code for one in form.papers(answers)}
    # As with one application, nothing beyond need is kept (PIPL 6).
    papers = tuple(paper for paper in command.papers if paper.code in asked)
    return replace(command, answers=answers, papers=papers)


def _no_promise(code: str) -> Invalid:
    return Invalid(
        "no-promise-here",
        f"“{code}”不在可以后补的事项的材料清单中。",
        f"'{code}' is on no list of an item for which papers may follow.",
        field="promise",
    )


async def _acting(command: ReceiveBundle, items: Sequence[Item], work: Work) -> Acting:
    channel, letter = command.origin.channel, command.authorisation
    who = await acting(command.person, letter, items[0], channel, work)
    for item in items[1:] if letter else ():
        await acting(None, letter, item, channel, work)
    return who


def _application(
    command: ReceiveBundle, form: OneForm, item: Item, part: PartOf, work: Work
) -> ReceiveApplication:
    own = form.codes_for(item, [paper.code for paper in command.papers])
    return ReceiveApplication(
        item_code=item.code,
        origin=command.origin,
        papers=tuple(replace(p, code=own[p.code]) for p in command.papers if p.code in own),
        wish=command.wish if item.takes_wish else None,
        answers=form.answers_for(item, command.answers),
        commitment=_commitment(command, form, item),
        # A point is one office's own; the others find theirs.
        point=command.point if part.orgunit == work.cause.orgunit else None,
        need=command.need,
        consented=command.consented if item.partner else (),
    )


def _commitment(command: ReceiveBundle, form: OneForm, item: Item) -> Commitment | None:
    signed = command.commitment
    if signed is None or item.kind is ItemKind.INSTANT:
        return None
    own = form.codes_for(item, [pledge.code for pledge in signed.papers])
    pledges = tuple(replace(p, code=own[p.code]) for p in signed.papers if p.code in own)
    return replace(signed, papers=pledges) if pledges else None


async def _opened(
    key: str,
    command: ReceiveBundle,
    matter: Matter,
    members: Sequence[Member],
    cases: Sequence[Case],
    who: Acting,
    work: Work,
) -> None:
    bundle = Bundle(
        id=key,
        version=0,
        bundle_no=f"Y{await next_number(work)}",
        matter=matter.code,
        matter_name=matter.name,
        joint=matter.joint,
        orgunit=work.cause.orgunit,
        channel=command.origin.channel,
        received_at=work.now,
        children=tuple(
            Child(**told(case), orgunit=case.orgunit, mandatory=member.mandatory)
            for case, member in zip(cases, members, strict=True)
        ),
        applicant=who.applicant,
        answers=command.answers,
        papers=command.papers,
        agent=who.agent,
        authorisation=who.authorisation,
    )
    keep_bundle(
        with_receipt(bundle, BundleReceiptKind.RECEIVED, cases, work),
        BundleReceived,
        work,
        channel=bundle.channel,
        children=[told(case) for case in cases],
    )
