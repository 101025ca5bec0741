"""What etcd keeps: a revision that grows with each write, and for each key its last value.

A deleted key stays as an item without a value, so that who watches learns of the deletion; it is
never compacted away, as no run is long enough for it to matter.
"""

from collections.abc import Iterable
from typing import TypeVar

from attrs import evolve, frozen

from model.kubernetes.objects import Key, Pod, Value

V = TypeVar("V")


@frozen(cache_hash=True)
class Item:
    """A key, its value (None: deleted), and the revision of the write that made it so."""

    key: Key
    value: Value | None
    revision: int

    def __str__(self) -> str:
        return f"{self.value or ' '.join((*self.key, 'deleted'))} @{self.revision}"


@frozen(cache_hash=True)
class Data:
    """Everything that is stored, at one revision."""

    revision: int = 0
    items: frozenset[Item] = frozenset()

    def find(self, key: Key) -> Item | None:
        """Return what is stored under a key; None if nothing is, or no longer."""
        for item in self.items:
            if item.key == key:
                return None if item.value is None else item
        return None

    def pod(self, name: str) -> Pod | None:
        """Return the pod of that name, if there is one."""
        item = self.find(("pod", name))
        return item.value if item is not None and isinstance(item.value, Pod) else None

    def put(self, key: Key, value: Value | None) -> "Data":
        """Return the data after a write; a pod's uid is the revision at which it was made."""
        revision = self.revision + 1
        if isinstance(value, Pod) and not value.uid:
            value = evolve(value, uid=revision)
        others = frozenset(item for item in self.items if item.key != key)
        return Data(revision, others | {Item(key, value, revision)})

    def values(self, kind: type[V]) -> tuple[V, ...]:
        """Return the stored values of a class, in the order of their keys."""
        return values_in(self.items, kind)

    def __str__(self) -> str:
        items = ", ".join(sorted(map(str, self.items)))
        return f"revision {self.revision}: {items or 'empty'}"


def values_in(items: Iterable[Item], kind: type[V]) -> tuple[V, ...]:
    """Return the values of a class among items, in the order of their keys."""
    return tuple(item.value for item in sorted(items, key=lambda it: it.key) if isinstance(item.value, kind))


def data_of(values: Iterable[Value]) -> Data:
    """Return the data in which these values have been stored, one after the other."""
    data = Data()
    for value in values:
        data = data.put(value.key, value)
    return data
