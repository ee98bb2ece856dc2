"""How many people a post still takes."""

from dataclasses import dataclass, replace

from shared.values import Refusal


@dataclass(frozen=True)
class Seats:
    """The seats of one post; `id` is the post's. A seat is taken when somebody starts."""

    id: str
    version: int
    total: int
    taken: int = 0

    @property
    def full(self) -> bool:
        """Whether nobody else can start."""
        return self.taken >= self.total

    def take(self) -> "Seats":
        """Return the seats with one more taken; raise `Refusal` ``no-seat-left``."""
        if self.full:
            raise Refusal("no-seat-left", "该岗位已招满。", "Every seat of this post is taken.")
        return replace(self, taken=self.taken + 1)

    def resized(self, total: int) -> "Seats":
        """Return the seats after the employer changed the number it looks for.

        Raises:
            Refusal: ``fewer-seats-than-taken``; a revision must leave a seat to publish.
        """
        if total <= self.taken:
            raise Refusal(
                "fewer-seats-than-taken",
                f"已有 {self.taken} 人上岗，招聘人数须大于 {self.taken}；如已招满请关闭岗位。",
                f"{self.taken} have started: ask for more than that, or close the post.",
                field="headcount",
            )
        return replace(self, total=total)
