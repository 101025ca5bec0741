"""When time may run out: what is assumed of election time-outs and heartbeats, without a clock.

A time-out is a joint action: the event at the server whose time runs out, and with it, at each server
that it is connected to, an event which only a server takes that could not have kept it from running out.
So an assumption on time is a condition on one step. Where links can be cut in the run, there is one such
action for each set of the server's links, with the environment's word that exactly these are cut.

Connected is what a link joins that is neither cut nor severed. That messages are fast is said by the pace
of the kinds of action (`model.world.ActionKind`): what is patient waits for all that is urgent.
"""

from collections.abc import Iterator
from enum import Enum
from itertools import combinations

from attrs import frozen

from model.environment import ENVIRONMENT, AreCut, Link
from model.process import Event, ProcessId
from model.raft.events import (
    DoesNotLead,
    ElectionTimeout,
    IsDown,
    LeaderTimeout,
    QuorumTimeout,
    SharedTimeout,
)
from model.raft.rules import Raft
from model.raft.stability import CheckQuorum
from model.raft.state import Role, ServerId
from model.world import Action, ActionKind

Parts = tuple[tuple[ProcessId, Event], ...]


class Timing(Enum):
    """What is assumed of time."""

    ANY = "any"
    """Time may run out whenever it likes."""
    HEARTBEATS = "heartbeats"
    """It does not run out at a server that is connected to a leader: heartbeats arrive in time (§5.2)."""
    BROADCAST = "broadcast"
    """Nor while a message can arrive: broadcast time is far below the election time-out (§5.6)."""
    TOGETHER = "together"
    """It runs out at all servers in the same moment, when nothing can arrive any more and none of them leads:
    there is no randomness (§9.3)."""

    @property
    def outlasts_broadcast(self) -> bool:
        """Say whether what can arrive arrives before any time runs out."""
        return self in {Timing.BROADCAST, Timing.TOGETHER}


ASKED: dict[Timing, Event | None] = {
    Timing.ANY: None,
    Timing.HEARTBEATS: DoesNotLead(),
    Timing.BROADCAST: DoesNotLead(),
    Timing.TOGETHER: DoesNotLead(),
}
"""What every server that it is connected to must take for a server's time to run out."""

BEGINS = {
    Role.CANDIDATE: "times out and stands for election",
    Role.PRE_CANDIDATE: "times out and asks who would vote for it",
}


@frozen
class Clockwork:
    """The time-outs of all `servers`, members or not; `frail` are the links that can be cut in the run."""

    servers: tuple[ServerId, ...]
    rules: Raft
    timing: Timing
    severed: frozenset[Link]
    frail: frozenset[Link]

    def kinds(self) -> Iterator[ActionKind]:
        """Yield the kinds of action, mild first: those of leases and quorums where the protocol has them."""
        together = self.timing is Timing.TOGETHER
        time_outs = (
            (self._shared(),) if together else tuple(a for s in self.servers for a in self._elections(s))
        )
        patient = self.timing.outlasts_broadcast
        yield ActionKind("time-out", "a server stands for election", time_outs, patient=patient)
        if isinstance(self.rules, CheckQuorum):
            leases = tuple(action for server in self.servers for action in self._leases(server))
            yield ActionKind(
                "lease", "a server has not heard from its leader for a while", leases, patient=patient
            )
            quorums = tuple(action for server in self.servers for action in self._quorums(server))
            yield ActionKind("quorum", "a leader looks back on whom it heard from", quorums, patient=patient)

    def _shared(self) -> Action:
        parts = tuple((server, SharedTimeout()) for server in self.servers)
        return Action("time-out", parts, sentence="the time of all servers runs out in the same moment")

    def _elections(self, server: ServerId) -> Iterator[Action]:
        begins = BEGINS[self.rules.role_to_stand_as()]
        for others, word, apart in self._silent(server):
            parts = ((server, ElectionTimeout()), *word, *others)
            yield Action("time-out", parts, sentence=f"{server}{apart} {begins}")

    def _leases(self, server: ServerId) -> Iterator[Action]:
        for others, word, apart in self._silent(server):
            sentence = f"{server}{apart} has not heard from its leader for the minimum election time-out"
            yield Action("lease", ((server, LeaderTimeout()), *word, *others), sentence=sentence)

    def _quorums(self, leader: ServerId) -> Iterator[Action]:
        for connected, word, apart in self._surroundings(leader):
            for heard in _subsets(connected):
                silent = tuple((peer, IsDown()) for peer in connected if peer not in heard)
                parts = ((leader, QuorumTimeout(frozenset(heard))), *word, *silent)
                from_whom = " and ".join(heard) or "nobody"
                sentence = f"{leader}{apart} has heard from {from_whom} during an election time-out"
                yield Action("quorum", parts if self._is_timed else parts[:1], sentence=sentence)

    @property
    def _is_timed(self) -> bool:
        return self.timing is not Timing.ANY

    def _silent(self, server: ServerId) -> Iterator[tuple[Parts, Parts, str]]:
        """Yield what is asked of the others for a server's time to run out, and where it stands then."""
        asked = ASKED[self.timing]
        for connected, word, apart in self._surroundings(server):
            yield tuple((peer, asked) for peer in connected if asked is not None), word, apart

    def _surroundings(self, server: ServerId) -> Iterator[tuple[tuple[ServerId, ...], Parts, str]]:
        """Yield whom a server may be connected to, with the environment's word for it, and how to say it."""
        linked = tuple(
            peer for peer in self.servers if peer != server and frozenset((server, peer)) not in self.severed
        )
        if not self._is_timed:
            yield linked, (), ""
            return
        frail = tuple(peer for peer in linked if frozenset((server, peer)) in self.frail)
        for cut in _subsets(frail):
            links = frozenset(frozenset((server, peer)) for peer in cut)
            word = ((ENVIRONMENT, AreCut(server, links)),) if frail else ()
            apart = f", cut off from {' and '.join(cut)}," if cut else ""
            yield tuple(peer for peer in linked if peer not in cut), word, apart


def _subsets(servers: tuple[ServerId, ...]) -> Iterator[tuple[ServerId, ...]]:
    for size in range(len(servers) + 1):
        yield from combinations(servers, size)
