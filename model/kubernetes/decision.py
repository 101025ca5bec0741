"""What a component decides by, and what it decides."""

from collections.abc import Callable

from attrs import frozen

from model.kubernetes.data import Item
from model.kubernetes.requests import Request
from model.kubernetes.rules import Kubernetes

Remembered = frozenset[tuple[str, str, int]]


@frozen(cache_hash=True)
class View:
    """What a component sees: its last list, and what it remembers from those before.

    `newest_first` is the order of a scheduler's queue: two schedulers need not have the same.
    """

    items: frozenset[Item]
    remembered: Remembered = frozenset()
    newest_first: bool = False


Decision = tuple[Remembered, tuple[Request, ...]]
"""What it remembers from now on, and what it asks for."""

Decide = Callable[[Kubernetes, View], Decision]
