"""The messages in flight, as a set or as a bag, with an optional capacity.

The network keeps no order and no promise: what is in flight may be delivered now, later or never.
As a *set*, sending what is already in flight changes nothing; as a *bag*, copies are counted, and
a capacity or a bound on copies is what keeps a search finite.

The messages are a tuple sorted by `order_of`, so that two worlds with the same messages are equal
however they came about.
"""

from bisect import insort
from collections.abc import Hashable
from functools import cache
from typing import Any

import attrs
from attrs import field, frozen
from attrs.validators import ge, optional

from model.process import Message

Messages = tuple[Message, ...]


@frozen
class Network:
    """How messages in flight are kept, and how many there may be (`None`: no limit).

    `capacity` counts all messages, copies included; `copies` counts those of one message.
    """

    bag: bool = False
    capacity: int | None = field(default=None, validator=optional(ge(0)))
    copies: int | None = field(default=None, validator=optional(ge(1)))

    def after(self, messages: Messages, removed: Message | None, sent: Messages) -> Messages:
        """Take one copy of `removed` away, then put in what was sent."""
        if removed is None and not sent:
            return messages
        result = list(messages)
        if removed is not None:
            result.remove(removed)
        for message in sent:
            if self.bag or message not in result:
                insort(result, message, key=order_of)
        return tuple(result)

    def exceeded(self, messages: Messages) -> tuple[str, ...]:
        """Name the bounds that these messages are beyond: ``in-flight``, ``copies``."""
        beyond = []
        if self.capacity is not None and len(messages) > self.capacity:
            beyond.append("in-flight")
        if self.bag and self.copies is not None:
            most = max((messages.count(message) for message in set(messages)), default=0)
            if most > self.copies:
                beyond.append("copies")
        return tuple(beyond)


@cache
def order_of(value: Hashable) -> tuple[Any, ...]:
    """Return a key by which any two frozen values can be ordered, the same on every machine.

    Values of one class are ordered field by field; of several classes, by the name of the class.
    """
    if value is None:
        return ("",)
    if attrs.has(type(value)):
        fields = attrs.astuple(value, recurse=False)  # type: ignore[arg-type]  # has() was asked
        kind = type(value)
        return (kind.__name__, kind.__module__, *map(order_of, fields))
    if isinstance(value, tuple):
        return ("tuple", *map(order_of, value))
    if isinstance(value, frozenset):
        return ("set", *sorted(map(order_of, value)))
    if isinstance(value, bool | int):
        return ("int", int(value))
    return ("str", str(value))
