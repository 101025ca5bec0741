"""A witness that is looked for: the property that it is never seen. A search ends with the first sight."""

from collections.abc import Callable, Hashable
from enum import Enum

from attrs import field, frozen

from checker.protocol import Property


class Kind(Enum):
    """When a sight is objected to."""

    ALWAYS = "always"
    STEP = "step"


@frozen
class Sight:
    """What a witness says, as an objection: see `checker.protocol.Property`."""

    name: str
    sentence: str
    cites: str
    kind: Kind
    shape: Enum
    of: type
    check: Callable[..., str | None] = field(eq=False)
    sees: Callable[..., Hashable] | None = field(default=None, eq=False)


def sight_of(witness: Property) -> Sight:
    """Return the property that a witness is never seen."""
    kind = Kind.STEP if witness.shape.value == "step" else Kind.ALWAYS
    return Sight(
        witness.name,
        witness.sentence,
        witness.cites,
        kind,
        witness.shape,
        witness.of,
        witness.check,
        witness.sees,
    )
