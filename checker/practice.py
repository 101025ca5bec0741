"""What is worth it: ledgers of exact numbers, and beside them what was measured in time."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Protocol

from attrs import frozen

from checker.encoding import Json, with_fractions
from checker.study import Conducted

Cells = Mapping[str, Any]


class Ledger(Protocol):
    """A table of exact numbers, by the probability that a host is up: see `properties.practice.Ledger`."""

    @property
    def name(self) -> str: ...
    @property
    def sentence(self) -> str: ...
    @property
    def assumptions(self) -> Sequence[str]: ...
    @property
    def rows(self) -> Callable[[Fraction], Sequence[Cells]]: ...
    @property
    def columns(self) -> Sequence[tuple[str, Callable[[Cells], str]]]: ...


@frozen
class Practice:
    """The ledgers for a probability, with their rows, and the study that holds one against the model."""

    up: Fraction
    ledgers: tuple[tuple[Ledger, tuple[Cells, ...]], ...]
    measured: Conducted
    trace: None = None
    """It is no search: there is nothing to replay."""

    def rows(self, name: str) -> tuple[Cells, ...]:
        """Return the rows of a ledger."""
        return next(rows for ledger, rows in self.ledgers if ledger.name == name)

    def as_json(self) -> Json:
        """Return all as one JSON object; a fraction is a number there, and beside it exact as text."""
        told: dict[str, Json] = {"host_availability": str(self.up)}
        for ledger, rows in self.ledgers:
            told[ledger.name] = [with_fractions(row) for row in rows]
        told["assumptions"] = [said for ledger, _ in self.ledgers for said in ledger.assumptions]
        told["measured"] = self.measured.as_json()
        return told


def practice(up: Fraction, ledgers: Sequence[Ledger], measured: Conducted) -> Practice:
    """Make the ledgers for the probability that a host is up."""
    return Practice(up, tuple((ledger, tuple(ledger.rows(up))) for ledger in ledgers), measured)
