"""Membership: servers that come and go, by entries in the log (§6; Ongaro's dissertation, chapter 4).

A configuration is an entry, and the latest one in a server's log is in force there, committed or not.
One change at a time: the next may begin when the last is committed. Two ways are known to keep two
configurations from deciding apart: `SingleChange` changes one server at a time, so that any two majorities
meet; `JointConsensus` has a phase in between in which both majorities must agree.

Departures: a leader that is no longer a member leads on until it hears of a newer term (it does not count
itself); a server that its own latest configuration leaves out does not stand, though the dissertation lets
it, as it may be needed until that is committed (§4.2.2); leaving the joint phase is an event of its own,
which may come late; a new server is not caught up before it becomes a voter, unless it was made a learner
first.
"""

from typing import Self

from attrs import Factory, evolve, frozen

from model.raft.quorum import VoteResult, is_quorum
from model.raft.rules import Raft
from model.raft.state import Configuration, Log, ServerId, term_at
from model.rules import rule


@frozen
class Membership(Raft):
    """Raft in which the log says who takes part; `initial` does while it says nothing.

    `servers` are the voters in force, together with the outgoing ones of a joint phase.
    """

    initial: Configuration = Factory(lambda rules: Configuration(frozenset(rules.servers)), takes_self=True)
    current: Configuration = Factory(lambda rules: rules.initial, takes_self=True)

    @rule(cites="§6, dissertation §4.1")
    def configuration(self, log: Log, commit_index: int) -> Configuration:  # noqa: ARG002  # a mutant waits for the commit
        """A server uses the latest configuration in its log, whether it is committed or not."""
        configurations = [one.value for one in log if isinstance(one.value, Configuration)]
        return configurations[-1] if configurations else self.initial

    @rule(cites="§6, dissertation §4.1")
    def in_force(self, log: Log, commit_index: int) -> Self:
        """The servers that decide are the voters of the configuration, and the outgoing ones."""
        current = self.configuration(log, commit_index)
        return evolve(self, current=current, servers=tuple(sorted(current.voters | current.outgoing)))

    @rule(cites="§6, dissertation §4.2.1")
    def followed_up(self, leader: ServerId) -> tuple[ServerId, ...]:
        """A leader keeps account of all other servers of the configuration, learners among them."""
        return tuple(peer for peer in sorted({*self.servers, *self.current.learners}) if peer != leader)

    @rule(cites="§6, dissertation §4.3")
    def has_quorum(self, agreeing: frozenset[ServerId]) -> bool:
        """A decision needs a majority of the voters, and in a joint phase one of the outgoing, too."""
        return all(
            is_quorum(len(agreeing & members), len(members))
            for members in (self.current.voters, self.current.outgoing)
            if members
        )

    @rule(cites="§5.2, §6")
    def vote_result(self, granted: frozenset[ServerId], refused: frozenset[ServerId]) -> VoteResult:
        """An election is won with a quorum, lost when those who have not refused are none, else pending."""
        if self.has_quorum(granted):
            return VoteResult.WON
        if not self.has_quorum(frozenset(self.servers) - refused):
            return VoteResult.LOST
        return VoteResult.PENDING

    @rule(cites="§5.3, §6")
    def is_replicated(self, holders: frozenset[ServerId]) -> bool:
        """An entry is committed once those that hold it are a quorum of the configuration."""
        return self.has_quorum(holders)

    @rule(cites="dissertation §4.1")
    def has_settled(self, log: Log, commit_index: int) -> bool:
        """No change begins before the latest configuration in the log is committed."""
        return not any(isinstance(one.value, Configuration) for one in log[commit_index:])

    @rule(cites="dissertation §4.1; Ongaro, raft-dev, July 2015")
    def has_committed_in_term(self, log: Log, commit_index: int, current_term: int) -> bool:
        """A leader changes nothing before an entry of its own term is committed."""
        return term_at(log, commit_index) == current_term

    @rule(cites="§6, dissertation §4.1")
    def may_become(self, current: Configuration, target: Configuration) -> bool:
        """A change leads to another configuration with voters, none of them a learner."""
        return bool(target.voters) and not target.voters & target.learners and current != target

    @rule(cites="§6")
    def is_in_one_phase(self, current: Configuration) -> bool:
        """No change begins in a joint phase."""
        return not current.outgoing

    @rule(cites="§6, dissertation §4.1")
    def first_step(self, current: Configuration, target: Configuration) -> Configuration:  # noqa: ARG002  # a joint phase comes first
        """A change is made in one step."""
        return target


@frozen
class SingleChange(Membership):
    """Membership in which one server is added, removed, made a learner or promoted at a time."""

    @rule(cites="dissertation §4.1, §4.2.1")
    def may_become(self, current: Configuration, target: Configuration) -> bool:
        """A change is of one server: it is added, removed, or promoted from learner to voter."""
        changed = (current.voters ^ target.voters) | (current.learners ^ target.learners)
        return bool(target.voters) and not target.voters & target.learners and len(changed) == 1


@frozen
class JointConsensus(Membership):
    """Membership in which any change goes through a phase that needs both majorities."""

    @rule(cites="§6, Figure 11")
    def has_committed_in_term(self, log: Log, commit_index: int, current_term: int) -> bool:  # noqa: ARG002  # both majorities are enough
        """With a joint phase, a leader may begin a change at once."""
        return True

    @rule(cites="§6, Figure 11")
    def first_step(self, current: Configuration, target: Configuration) -> Configuration:
        """A change begins with the joint configuration, of the old and of the new."""
        return evolve(target, outgoing=current.voters)

    @rule(cites="§6, Figure 11")
    def second_step(self, current: Configuration) -> Configuration:
        """After the joint phase, those that were to go are out, and the new configuration decides alone."""
        return evolve(current, outgoing=frozenset())

    @rule(cites="§6, Figure 11")
    def may_leave_joint(self, log: Log, commit_index: int) -> bool:
        """The new configuration comes into the log once the joint one is committed."""
        return self.has_settled(log, commit_index)
