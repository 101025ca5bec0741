"""A step, as a page lists it: its sentence, what it changed, sent and cut, and what it broke."""

from attrs import frozen

from checker.render.words import Said
from checker.story import Moment


@frozen
class Difference:
    """A field that a step changed; None where the process had no such field."""

    process: str
    field: Said
    before: Said | None
    after: Said | None


@frozen
class Message:
    """A message that a step sent or had in hand: its words, its ends, and what became of it."""

    text: Said
    source: str
    destination: str


@frozen
class StepView:
    """A step, as the page lists it."""

    moment: Moment
    sentence: Said
    differences: tuple[Difference, ...]
    down: tuple[str, ...]
    up: tuple[str, ...]
    sent: tuple[Message, ...]
    resent: tuple[Message, ...]
    is_copy: bool
    cut: tuple[tuple[str, ...], ...]
    healed: tuple[tuple[str, ...], ...]
    breaks: tuple[tuple[str, Said], ...]

    @property
    def is_still(self) -> bool:
        """Say whether nothing is to be told of the step but its sentence."""
        return not (self.differences or self.down or self.up or self.sent or self.cut or self.healed)
