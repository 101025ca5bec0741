"""A leader that is prompt: it tells the others in the step in which it has won, as Figure 2 has it.

`model.raft.rules.Raft` leaves that to the next action that sends, which may come late. For safety that
is all the same, and there are fewer messages in flight. For progress it is not: a leader of whom nobody
hears before the next time-out keeps nobody from standing.
"""

from attrs import frozen

from model.raft.no_op import NoOpChange
from model.raft.rules import Raft
from model.raft.stability import PreVote
from model.raft.state import ServerId
from model.rules import rule


@frozen
class Prompt(Raft):
    """Raft in which a new leader sends its first heartbeats at once."""

    @rule(cites="§5.2, Figure 2 (leaders: upon election)")
    def announced_to(self, leader: ServerId) -> tuple[ServerId, ...]:
        """Upon election, a leader sends a heartbeat to each of the others."""
        return self.followed_up(leader)


@frozen
class PromptPreVote(Prompt, PreVote):
    """PreVote and CheckQuorum, with prompt leaders."""


@frozen
class PromptChange(PromptPreVote, NoOpChange):
    """One change of one server at a time, with PreVote, and with prompt leaders that begin with a no-op."""
