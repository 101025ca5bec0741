"""What the checker needs of a claim: structure, not ancestry, as in `checker.protocol`."""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any, Protocol

LANGUAGES = ("en", "zh-TW")
"""The languages that claims are told in, by their tags; the first, if none is asked for."""


class Words(Protocol):
    """The same in several languages: see `properties.claim.Words`."""

    def said(self, language: str) -> str: ...


class Chart(Protocol):
    """Curves with labels: see `properties.claim.Chart`."""

    @property
    def title(self) -> Words: ...
    @property
    def x(self) -> Words: ...
    @property
    def y(self) -> Words: ...
    @property
    def curves(self) -> Callable[[], Sequence[tuple[Words, Sequence[tuple[float, float]]]]]: ...
    @property
    def is_log(self) -> bool: ...


class Evidence(Protocol):
    """What is asked: `kind` is one of `ASKING`, and says what else it has (`properties.claim`)."""

    @property
    def kind(self) -> str: ...
    @property
    def words(self) -> Words: ...


class Claim(Protocol):
    """A statement, and what settles it: see `properties.claim.Claim`."""

    @property
    def id(self) -> str: ...
    @property
    def section(self) -> Enum: ...
    @property
    def statement(self) -> Words: ...
    @property
    def correct(self) -> Words: ...
    @property
    def reasons(self) -> Mapping[str, Words]: ...
    @property
    def as_said(self) -> Sequence[Any]: ...
    @property
    def under_condition(self) -> Sequence[Any]: ...
    @property
    def as_corrected(self) -> Sequence[Any]: ...
    @property
    def repeats(self) -> bool: ...
