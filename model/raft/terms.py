"""Terms that grow for ever, renamed by their order: worlds that differ in nothing else are the same.

An election raises a term, so that a run of endless elections never comes back to a world. But rules only
compare terms, and add one to a server's own. So a renaming of all terms in a world that keeps their
order, keeps 0, and for each term that a server has or may still take keeps what is one more, changes
nothing that can be seen: what a server does in the renamed world is what it does in this one, renamed.

The renaming here is: the lowest current term of the servers becomes as low as can be, with the terms above
it at the same distance; those below it, which no server will ever be in again, become 1, 2, … in their
order. What an observer noted of the past is left out, as no rule reads it; a property that is used with
this must not read it either, nor say more of terms than how they compare.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs
from attrs import evolve

from model.network import order_of
from model.raft.state import History, Server
from model.world import Quotient, World

TERMS = frozenset({"term", "current_term", "last_log_term", "prev_log_term"})
"""The fields that hold a term, whatever they are a field of."""


def normal(world: World) -> World:
    """Return the world that stands for all that differ from this one in the names of terms only."""
    local_states = tuple(
        evolve(local, history=History()) if isinstance(local, Server) else local for local in world.locals
    )
    renaming = _renaming(World(local_states, world.messages))
    if all(old == new for old, new in renaming.items()):
        return World(local_states, world.messages)
    messages = tuple(_renamed(message, renaming) for message in world.messages)
    return World(
        tuple(_renamed(local, renaming) for local in local_states), tuple(sorted(messages, key=order_of))
    )


def told(before: World, after: World) -> str:
    """Say how the terms of two worlds differ that are otherwise the same."""
    return f"every current term + {_lowest(after) - _lowest(before)}"


ENDLESS_TERMS = Quotient(normal, told)


def _lowest(world: World) -> int:
    return min(local.durable.current_term for local in world.locals if isinstance(local, Server))


def _renaming(world: World) -> Mapping[int, int]:
    lowest = _lowest(world)
    terms = {term for value in (*world.locals, *world.messages) for term in _terms_in(value)}
    past = {term: number for number, term in enumerate(sorted(terms - {0}), start=1) if term < lowest}
    # Term 0, in which no server was ever elected, stays apart from all others.
    shift = lowest - len(past) - 1 if lowest else 0
    return {0: 0} | past | {term: term - shift for term in terms if term >= max(lowest, 1)}


def _terms_in(value: Any) -> Iterator[int]:
    if attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            inner = getattr(value, field.name)
            if field.name in TERMS:
                yield inner
            else:
                yield from _terms_in(inner)
    elif isinstance(value, tuple | frozenset):
        for inner in value:
            yield from _terms_in(inner)


def _renamed(value: Any, renaming: Mapping[int, int]) -> Any:
    if attrs.has(type(value)):
        fields = {
            field.name: renaming[inner] if field.name in TERMS else _renamed(inner, renaming)
            for field in attrs.fields(type(value))
            for inner in [getattr(value, field.name)]
        }
        return type(value)(**fields)
    if isinstance(value, tuple):
        return tuple(_renamed(inner, renaming) for inner in value)
    if isinstance(value, frozenset):
        return frozenset(_renamed(inner, renaming) for inner in value)
    return value
