"""Mistakes in what is on disk when it is answered for."""

from attrs import evolve

from model.raft.rules import Raft
from model.raft.state import Durable
from model.rules import mutant


@mutant("vote-not-persisted", cites="Figure 2 (state: votedFor); seaweedfs/raft#9, hashicorp/raft#661")
class VoteNotPersisted(Raft):
    """The vote is not on disk when it is given. After a restart it is given again, to another candidate."""

    def survives_crash(self, durable: Durable) -> Durable:
        return evolve(durable, voted_for=None)


@mutant("term-not-persisted", cites="Figure 2 (state: currentTerm); raft.tla PR#5")
class TermNotPersisted(Raft):
    """The term is not on disk when it is answered for. A restarted server votes in it once more."""

    def survives_crash(self, durable: Durable) -> Durable:
        return evolve(durable, current_term=0)


@mutant("ack-before-fsync", cites="Figure 2 (state); etcd#10166, etcd#14370, tikv#994")
class AckBeforeFsync(Raft):
    """Entries are acknowledged before they are on disk: a crash loses the log. A later leader lacks them."""

    def survives_crash(self, durable: Durable) -> Durable:
        return evolve(durable, log=())
