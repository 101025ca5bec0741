"""Raft with one rule wrong: mistakes that people really made."""

from attrs import evolve

from model.raft.rules import Raft
from model.raft.state import Durable, ServerId
from model.rules import mutant


@mutant("quorum-half", cites="§5.2; akka-raft#42")
class QuorumHalf(Raft):
    """Half of the votes is taken for a majority."""

    def vote_quorum(self) -> int:
        return len(self.servers) // 2


@mutant("vote-twice", cites="§5.2, Figure 2 (RequestVote 2)")
class VoteTwice(Raft):
    """A server ignores that it has already voted in this term."""

    def vote_is_free(self, voted_for: ServerId | None, candidate: ServerId) -> bool:  # noqa: ARG002  # the mistake
        return True


@mutant("ack-before-fsync", cites="Figure 2 (state); etcd#10166, etcd#14370, tikv#994")
class AckBeforeFsync(Raft):
    """Entries are acknowledged before they are on disk: a crash loses the log."""

    def survives_crash(self, durable: Durable) -> Durable:
        return evolve(durable, log=())
