"""A signed promise (容缺承诺书) as routes and partners give it."""

from services.intake.domain.promise.promise import Commitment, Pledge
from services.intake.entrypoints.models import PromiseBody
from shared.events.parts import SignedPromise


def commitment_of(body: PromiseBody | SignedPromise | None) -> Commitment | None:
    """Return the letter that was signed, if one was."""
    if body is None:
        return None
    pledges = (Pledge(paper.code, paper.form, paper.amount) for paper in body.papers)
    return Commitment(body.signature, tuple(pledges))
