"""What keeps two configurations from deciding apart: proved for all configurations.

While members are added and removed, some servers count the majorities of the old configuration and some
those of the new one. So that they do not decide apart, any majority of the one must meet any of the
other. That alone is not enough: see `single_change_keeps_intersection`.
"""

from collections.abc import Mapping
from typing import Any

from z3 import And, Implies

from model.raft import quorum
from properties.statement import lemma
from properties.venn import Venn

CHANGE = Venn(("old", "new", "A", "B"))
MET = CHANGE.size("A", "B") >= 1
COMMON = CHANGE.size("old", "new")
ADDED = CHANGE.size_outside("new", "old")
REMOVED = CHANGE.size_outside("old", "new")
SOUND = And(CHANGE.possible, CHANGE.size("old") >= 1, CHANGE.size("new") >= 1)


def _told(found: Mapping[str, Any]) -> str:
    named = CHANGE.named(found)
    return f"from {named['old']} to {named['new']}, {named['A']} and {named['B']} have none in common"


def _holds_majority(voters: str, configuration: str) -> Any:
    """Say that among these voters is a majority of a configuration."""
    return quorum.is_quorum(CHANGE.size(voters, configuration), CHANGE.size(configuration))


def _is_majority(voters: str, configuration: str) -> Any:
    """Say that these voters are a majority of a configuration, and all of them in it."""
    return And(CHANGE.within(voters, configuration), _holds_majority(voters, configuration))


@lemma(_told, cites="Ongaro's dissertation, §4.1")
def single_change_keeps_intersection() -> Any:
    """When one member is added or removed, any majority of the old configuration has a member in common with
    any of the new one.

    Two such changes, begun in different terms from the same configuration, are two changes apart: so a
    leader must first commit an entry of its own term (Ongaro, raft-dev, July 2015).
    """
    return Implies(And(SOUND, ADDED + REMOVED == 1, _is_majority("A", "old"), _is_majority("B", "new")), MET)


@lemma(_told, cites="Ongaro's dissertation, §4.1", expected="refuted")
def two_added_keep_intersection() -> Any:
    """When two members are added at once, any majority of the old configuration has a member in common with
    any of the new one.
    """
    return Implies(
        And(SOUND, ADDED == 2, REMOVED == 0, _is_majority("A", "old"), _is_majority("B", "new")), MET
    )


@lemma(_told, cites="Ongaro's dissertation, §4.1", expected="refuted")
def one_replaced_keeps_intersection() -> Any:
    """When one member of several is replaced at once, any majority of the old configuration has a member in
    common with any of the new one.
    """
    replaced = And(ADDED == 1, REMOVED == 1, COMMON >= 1)
    return Implies(And(SOUND, replaced, _is_majority("A", "old"), _is_majority("B", "new")), MET)


@lemma(_told, cites="§6")
def joint_majority_meets_both() -> Any:
    """Whatever changes, voters that hold a majority of the old configuration and one of the new have a
    member in common with any majority of the old, and with any of the new.
    """
    return Implies(
        And(SOUND, _holds_majority("A", "old"), _holds_majority("A", "new")),
        And(Implies(_is_majority("B", "old"), MET), Implies(_is_majority("B", "new"), MET)),
    )


@lemma(_told, cites="§6; CCF, NSDI 2025", expected="refuted")
def majority_of_union_meets_old() -> Any:
    """A majority of the members of either configuration, counted together, has a member in common with any
    majority of the old one.
    """
    among = And(CHANGE.size_outside("A", "old", "new") == 0)
    majority_of_union = quorum.is_quorum(CHANGE.size("A"), COMMON + ADDED + REMOVED)
    return Implies(And(SOUND, among, majority_of_union, _is_majority("B", "old")), MET)
