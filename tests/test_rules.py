"""Rules and mutants: every decision is named and cited, and a mutant gets exactly one of them wrong."""

import inspect
import re
from collections.abc import Callable
from typing import Any

import pytest
from attrs import frozen

from checker.reference import search
from checker.verdict import Limits
from model.raft.group import RaftBounds, raft_group
from model.raft.membership import JointConsensus, Membership, SingleChange
from model.raft.membership_group import MembershipBounds, membership_group
from model.raft.mutants import commitment, disks, logs, membership, offices, votes
from model.raft.no_op import NoOp
from model.raft.prompt import Prompt, PromptChange, PromptPreVote
from model.raft.rules import Raft
from model.raft.stability import CheckQuorum, PreVote
from model.rules import Mutant, Rule, mutant, mutant_of, mutants_in, overridden, rule, rules_of
from properties.raft_safety import election_safety

PROTOCOLS = [Raft, NoOp, Prompt, CheckQuorum, PreVote, Membership, SingleChange, JointConsensus]
MUTANTS = [told.protocol for told in mutants_in(votes, logs, commitment, disks, offices, membership)]
RULES = [
    (protocol, stated)
    for protocol in PROTOCOLS
    for name, stated in rules_of(protocol).items()
    if name in vars(protocol)
]

each_protocol = pytest.mark.parametrize("protocol", PROTOCOLS)
each_rule = pytest.mark.parametrize(
    "stated", [stated for _, stated in RULES], ids=[f"{one.__name__}-{stated.name}" for one, stated in RULES]
)
each_mutant = pytest.mark.parametrize("protocol", MUTANTS, ids=lambda protocol: protocol.__mutant__.name)


class Greeter:
    """A protocol of two decisions."""

    @rule(cites="Etiquette, §1")
    def greets(self, name: str) -> bool:
        """Whoever has a name
        is greeted.

        A note that is not part of the sentence.
        """
        return bool(name)

    @rule(cites="Etiquette, §2")
    def leaves(self) -> bool:
        """Nobody leaves."""
        return False

    def helps(self) -> None:
        """No decision."""


# Rules


def test_table_of_rules() -> None:
    """The rules of a protocol, by name, in the order in which they are written."""
    expected = {
        "greets": Rule("greets", "Whoever has a name is greeted.", "Etiquette, §1"),
        "leaves": Rule("leaves", "Nobody leaves.", "Etiquette, §2"),
    }
    table = rules_of(Greeter)
    assert expected == table
    assert list(expected) == list(table)


def test_rules_are_inherited() -> None:
    """A subclass has the rules of its protocol, and overriding one leaves its place in the table."""

    class Rude(Greeter):
        def greets(self, name: str) -> bool:
            return False

    assert list(rules_of(Greeter)) == list(rules_of(Rude))


def test_a_marked_method_works_as_before() -> None:
    """To mark a method as a rule does not change what it decides."""
    assert Greeter().greets("Ada")
    assert not Greeter().greets("")


@each_protocol
def test_every_decision_is_a_rule(protocol: type[Raft]) -> None:
    """Each public method of a protocol is a rule, with a sentence and a source of its own."""
    own = [member for name, member in vars(protocol).items() if inspect.isfunction(member) and name[0] != "_"]
    decided = [member for member in own if member.__module__ == protocol.__module__]
    assert decided
    assert [member for member in decided if not hasattr(member, "__rule__")] == []


@each_rule
def test_rule_is_stated(stated: Rule) -> None:
    """Every rule has a sentence."""
    assert re.fullmatch(r"[A-Z].{10,200}\.", stated.sentence)


@each_rule
def test_rule_is_cited(stated: Rule) -> None:
    """Every rule says where it comes from: a section or a figure, or what real implementations do."""
    assert re.search(r"§\d|Figure \d|etcd", stated.cites)


def test_no_two_rules_say_the_same() -> None:
    """Two rules have two sentences."""
    sentences = [stated.sentence for _, stated in RULES]
    assert len(sentences) == len(set(sentences))


@pytest.mark.parametrize("protocol", [one for one in PROTOCOLS if one is not Membership])
def test_every_rule_is_asked(protocol: type[Raft]) -> None:
    """No rule is idle: in the runs of a small group each of them is asked, so each can be got wrong."""
    asked = set()

    def noting(name: str) -> Callable[..., Any]:
        def decide(self: Raft, *given: Any, **named: Any) -> Any:
            asked.add(name)
            return getattr(protocol, name)(self, *given, **named)

        return decide

    watched = type("Watched", (protocol,), {name: noting(name) for name in rules_of(protocol)})
    bounds = {"servers": 2, "terms": 2, "entries": 2, "crashes": 1, "in_flight": 2}
    if issubclass(protocol, Membership):
        system = membership_group(MembershipBounds(members=2, **bounds), watched)
        replaced = {"vote_quorum", "commit_quorum"}  # has_quorum is asked instead
    else:
        system, replaced = raft_group(RaftBounds(**bounds), watched), set()
    search(system, [election_safety], Limits(states=20_000))
    assert set(rules_of(protocol)) - replaced == asked


# Mutants


def test_there_are_mutants() -> None:
    """The catalogue of mistakes is not empty."""
    assert len(MUTANTS) >= 25


@each_mutant
def test_mutant_overrides_one_rule(protocol: type[Raft]) -> None:
    """A mutant has one method of its own, and it is a rule of its protocol."""
    own = [name for name, member in vars(protocol).items() if inspect.isfunction(member)]
    assert [protocol.__mutant__.rule] == own
    (base,) = protocol.__bases__
    assert base in (*PROTOCOLS, PromptPreVote, PromptChange)
    assert own[0] in rules_of(base)


@each_mutant
def test_mutant_is_stated(protocol: type[Raft]) -> None:
    """A mutant has a name, two sentences that tell the mistake and what comes of it, and a citation."""
    told: Mutant = protocol.__mutant__
    assert protocol is told.protocol
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", told.name)
    assert re.fullmatch(r"[A-Z][^.]{10,150}\. [A-Z][^.]{10,100}\.", told.sentence)
    assert told.cites


@each_mutant
def test_mutant_takes_the_same_arguments(protocol: type[Raft]) -> None:
    """The wrong decision is asked for just as the right one: with the same arguments."""
    name = protocol.__mutant__.rule
    right, wrong = getattr(protocol.__bases__[0], name), getattr(protocol, name)
    assert list(inspect.signature(right).parameters) == list(inspect.signature(wrong).parameters)


def test_no_two_mutants_have_one_name() -> None:
    """A name means one mutant."""
    names = [protocol.__mutant__.name for protocol in MUTANTS]
    assert len(names) == len(set(names))


def test_mutant_of_one_rule() -> None:
    """A mutant is described by its name, its sentence, where it was seen, and the rule that it breaks."""

    @mutant("shy", cites="a party")
    class Shy(Greeter):
        """Greets nobody."""

        def greets(self, name: str) -> bool:
            return False

    assert Mutant("shy", "Greets nobody.", "a party", Shy, "greets") == Shy.__mutant__


def test_mutant_of_no_rule_is_refused() -> None:
    """What overrides no rule is no mutant, whatever else it overrides."""

    class Helpless(Greeter):
        def helps(self) -> None:
            raise NotImplementedError

    assert overridden(Helpless) == ()
    with pytest.raises(TypeError, match="exactly one rule of its protocol; Helpless: none"):
        mutant_of(Helpless, name="helpless")


def test_mutant_of_two_rules_is_refused() -> None:
    """What overrides two rules is no mutant: one could not say which mistake did the harm."""

    class Ghost(Greeter):
        def leaves(self) -> bool:
            return True

        def greets(self, name: str) -> bool:
            return False

    assert overridden(Ghost) == ("leaves", "greets")
    with pytest.raises(TypeError, match="exactly one rule of its protocol; Ghost: leaves, greets"):
        mutant("ghost", cites="")(Ghost)


@pytest.mark.parametrize("healthy", [None, Greeter])
def test_mutant_that_overrides_a_helper_is_refused(healthy: type | None) -> None:
    """What overrides a rule and a method that is none is no mutant: the rule would be blamed for it."""

    class Liar(Greeter):
        def leaves(self) -> bool:
            return super().leaves()

        def helps(self) -> None:
            raise NotImplementedError

    with pytest.raises(
        TypeError, match=r"and nothing else of it; Liar: leaves, and helps, no rule; expected"
    ):
        mutant_of(Liar, name="liar", healthy=healthy)


def test_helper_overridden_on_the_way_is_refused() -> None:
    """What comes between a mutant and the protocol counts as its own."""

    class Between(Greeter):
        helps = None  # type: ignore[assignment]  # as a user might

    class Liar(Between):
        def leaves(self) -> bool:
            return True

    with pytest.raises(TypeError, match="Liar: leaves, and helps, no rule"):
        mutant_of(Liar, name="liar", healthy=Greeter)


def test_mutant_with_names_of_its_own() -> None:
    """A mutant may have helpers and fields that its protocol has not."""

    @frozen
    class Counting(Greeter):
        """Leaves late."""

        after: int = 3

        def leaves(self) -> bool:
            return self._is_late()

        def _is_late(self) -> bool:
            return self.after > 2

    assert mutant_of(Counting, name="counting", healthy=Greeter).rule == "leaves"


def test_protocol_is_no_mutant_of_itself() -> None:
    """The healthy protocol overrides nothing."""
    with pytest.raises(TypeError, match="Raft: none"):
        mutant_of(Raft, name="raft")
