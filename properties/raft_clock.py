"""What of Raft is timed: election time-outs, heartbeats, and messages on their way (§5.2, §9.3).

Which event sets a server's timer anew is said here; what the event does is the model's. A timer that ends
is the model's time-out, a message that is due its delivery, or its loss if its destination is down.
"""

from collections.abc import Iterator
from fractions import Fraction

from attrs import Factory, field, frozen

from model.process import Event, Message, Outcome, ProcessId, Receive
from model.raft.events import Crash, ElectionTimeout, SendHeartbeat
from model.raft.messages import AppendEntries, RequestVote, RequestVoteResponse
from model.raft.state import Role, Server, ServerId
from model.world import Action, System
from properties.timed import Due, Span


@frozen
class RaftClock:
    """The time that things take in a group: `system` is one whose messages can be lost.

    `timeouts` is the span of an election time-out of the first server, and each server's is `apart` longer
    than that of the one before; `request` how long a request is on its way, `answer` how long its answer,
    with what the receiver writes before it answers; a leader sends a heartbeat every `heartbeat`. Of all
    messages, `lost` never arrive.
    """

    system: System
    timeouts: Span
    request: Span
    answer: Span
    heartbeat: int | None = None
    lost: Fraction = Fraction(0)
    apart: int = 0

    _static: dict[tuple[ProcessId, Event], Action] = field(
        init=False,
        eq=False,
        repr=False,
        default=Factory(lambda self: _actions_of(self.system), takes_self=True),
    )

    def __call__(self, process: ProcessId, before: object, event: Event, outcome: Outcome) -> Iterator[Due]:  # noqa: ARG002  # a clock's signature
        """Yield what is due as a server has taken an event."""
        if not isinstance(before, Server):
            return
        server: Server = outcome.local
        yield from map(self.transit, outcome.sends)
        yield from self._election_timer(server, before, event, outcome)
        if self.heartbeat is not None:
            if isinstance(event, SendHeartbeat):
                yield self.beat(server.id, event.peer, (self.heartbeat, self.heartbeat))
            elif server.leads() and not before.leads():
                assert server.volatile is not None
                for known in sorted(server.volatile.progress, key=lambda known: known.peer):
                    yield self.beat(server.id, known.peer, (0, 0))

    def transit(self, message: Message) -> Due:
        """Return the delivery of a message; where nobody is there to receive it, it is lost."""
        is_request = isinstance(message.payload, RequestVote | AppendEntries)
        return Due(
            self.about("deliver", message),
            self.request if is_request else self.answer,
            otherwise=self.about("lose", message),
            chance=self.lost,
        )

    def beat(self, leader: ServerId, peer: ServerId, wait: Span) -> Due:
        """Return a heartbeat from a leader to a peer."""
        return Due(self.action(leader, SendHeartbeat(peer)), wait, name=("heartbeat", leader, peer))

    def action(self, process: ProcessId, event: Event) -> Action:
        """Return the action that is this event at this process."""
        return self._static[process, event]

    def about(self, kind: str, message: Message) -> Action:
        """Return the action of a kind that is about a message."""
        about = next(one.about for one in self.system.kinds if one.name == kind)
        action = about and about(message)
        assert action is not None, f"{kind} is about every message"
        return action

    def _election_timer(
        self, server: Server, before: Server, event: Event, outcome: Outcome
    ) -> Iterator[Due]:
        time_out = self.action(server.id, ElectionTimeout())
        if isinstance(event, Crash) or (server.leads() and not before.leads()):
            yield Due(time_out, None, name=("election", server.id))
        elif sets_timer(server, before, event, outcome):
            yield Due(time_out, self.timeouts_of(server.id), name=("election", server.id))

    def timeouts_of(self, server: ServerId) -> Span:
        """Return the span of a server's election time-out."""
        longer = self.apart * self.system.processes.index(server)
        return self.timeouts[0] + longer, self.timeouts[1] + longer


def sets_timer(server: Server, before: Server, event: Event, outcome: Outcome) -> bool:
    """Say whether a server sets its election timer anew, at an event that has made it what it is (Figure 2).

    It does when it stands, when it hears from the leader of its term, when it gives its vote, and when it
    leads no more.
    """
    if isinstance(event, ElectionTimeout):
        return True
    if before.leads():
        return server.volatile is not None and server.volatile.role is not Role.LEADER
    if not isinstance(event, Receive):
        return False
    payload = event.message.payload
    if isinstance(payload, AppendEntries):
        return payload.term == server.durable.current_term
    answers = (sent.payload for sent in outcome.sends)
    return any(isinstance(answer, RequestVoteResponse) and answer.vote_granted for answer in answers)


def _actions_of(system: System) -> dict[tuple[ProcessId, Event], Action]:
    """Return the actions that are about no message, by the last of their events: that of the server."""
    return {action.parts[-1]: action for kind in system.kinds for action in kind.static}
