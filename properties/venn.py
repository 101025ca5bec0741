"""Sets of members, any sets at all, as the sizes of the regions of their Venn diagram.

What a lemma says about sets, it says whatever the members are called. Up to their names, k sets of
the same members are 2 to the k numbers, none negative: how many members are in exactly these of the
sets and in no other. Any such numbers come from sets, and any sets give such numbers. So a formula
that holds for all of them holds for all sets, of however many members; and a counterexample in
numbers *is* one in sets, which `Venn.named` spells out. Nothing is lost on the way, and no bound is set.
"""

from collections.abc import Callable, Mapping
from functools import reduce
from itertools import combinations
from operator import add
from typing import Any

from attrs import field, frozen

from properties.symbolic import Whole, at_least_none, whole


@frozen
class Venn:
    """Any sets of the same members, by their names."""

    names: tuple[str, ...]
    regions: Mapping[frozenset[str], Whole] = field(init=False, eq=False)
    """How many members are in exactly these sets; those in most sets first."""

    @regions.default
    def _(self) -> dict[frozenset[str], Whole]:
        return {
            frozenset(inside): whole("&".join(inside) or "none")
            for count in range(len(self.names), -1, -1)
            for inside in combinations(self.names, count)
        }

    @property
    def possible(self) -> Any:
        """What makes these numbers sets: no region is negative."""
        return at_least_none(*self.regions.values())

    def size(self, *names: str) -> Whole:
        """Return how many members are in each of these sets; without a name, how many there are."""
        return self._sum(lambda inside: inside.issuperset(names))

    def size_outside(self, name: str, *names: str) -> Whole:
        """Return how many members of a set are in none of these others."""
        return self._sum(lambda inside: name in inside and inside.isdisjoint(names))

    def within(self, name: str, other: str) -> Any:
        """Say that each member of a set is one of another set."""
        return self.size_outside(name, other) == 0

    def named(self, found: Mapping[str, Any]) -> dict[str, str]:
        """Return each set of a counterexample as ``{n1, n2}``."""
        sets: dict[str, list[str]] = {name: [] for name in self.names}
        number = 0
        for inside, region in self.regions.items():
            for _ in range(found[str(region)]):
                number += 1
                for name in inside:
                    sets[name].append(f"n{number}")
        return {name: "{" + ", ".join(members) + "}" for name, members in sets.items()}

    def _sum(self, chosen: Callable[[frozenset[str]], bool]) -> Whole:
        return reduce(add, (region for inside, region in self.regions.items() if chosen(inside)))
