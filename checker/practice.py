"""What is worth it: ledgers of exact numbers, and beside them what was measured in time."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Protocol

from attrs import frozen

from checker.encoding import Json, with_fractions
from checker.study import Conducted, Study

Cells = Mapping[str, Any]


class Ledger(Protocol):
    """A table of exact numbers, by the probability that a host is up: see `properties.ledger.Ledger`."""

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


class Series(Protocol):
    """A curve of ledgers: see `properties.ledger.Series`."""

    @property
    def label(self) -> str: ...
    @property
    def ledger(self) -> str: ...
    @property
    def x(self) -> str: ...
    @property
    def y(self) -> str: ...
    @property
    def picks(self) -> Callable[[Cells], bool]: ...


class Drawing(Protocol):
    """A panel of the plot of ledgers: see `properties.ledger.Drawing`."""

    @property
    def title(self) -> str: ...
    @property
    def x(self) -> str: ...
    @property
    def y(self) -> str: ...
    @property
    def legend(self) -> str: ...
    @property
    def series(self) -> Sequence[Series]: ...
    @property
    def is_log(self) -> bool: ...


class Account(Protocol):
    """Ledgers, the study beside them, and the words of their command: see `properties.ledger.Account`."""

    @property
    def name(self) -> str: ...
    @property
    def short(self) -> str: ...
    @property
    def sentence(self) -> str: ...
    @property
    def ledgers(self) -> Sequence[Ledger]: ...
    @property
    def study(self) -> Study: ...
    @property
    def title(self) -> str: ...
    @property
    def drawings(self) -> Sequence[Drawing]: ...


@frozen
class Practice:
    """The ledgers of an account for a probability, with their rows, and the study beside them, conducted."""

    account: Account
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


def practice(account: Account, up: Fraction, measured: Conducted) -> Practice:
    """Make the ledgers of an account for the probability that a host is up."""
    ledgers = tuple((ledger, tuple(ledger.rows(up))) for ledger in account.ledgers)
    return Practice(account, up, ledgers, measured)
