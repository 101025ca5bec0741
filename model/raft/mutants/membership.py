"""Mistakes in who takes part while that is being changed."""

from model.raft.membership import JointConsensus, SingleChange
from model.raft.prompt import PromptChange
from model.raft.quorum import is_quorum
from model.raft.state import Configuration, Log, ServerId
from model.rules import mutant


@mutant("direct-config-switch", cites="§6, Figure 10")
class DirectConfigSwitch(JointConsensus):
    """The new configuration replaces the old one in one step. Majorities of the two decide apart."""

    def first_step(self, current: Configuration, target: Configuration) -> Configuration:  # noqa: ARG002  # the mistake
        return target


@mutant("reconfig-before-own-term-commit", cites="Ongaro, raft-dev, July 2015; copycat#23, sorock#60")
class ReconfigBeforeOwnTermCommit(SingleChange):
    """A leader changes one server before it has committed in its term. Two leaders' changes decide apart."""

    def has_committed_in_term(self, log: Log, commit_index: int, current_term: int) -> bool:  # noqa: ARG002  # the mistake
        return True


@mutant("conf-change-at-apply-lag", cites="dissertation §4.1; etcd#7280, etcd#11284, etcd#12134")
class ConfChangeAtApplyLag(JointConsensus):
    """A configuration counts once it is known to be committed. Who lags campaigns with one long replaced."""

    def configuration(self, log: Log, commit_index: int) -> Configuration:
        return super().configuration(log[:commit_index], commit_index)


@mutant("quorum-over-union", cites="§6; CCF (NSDI 2025)")
class QuorumOverUnion(JointConsensus):
    """In the joint phase, votes are counted over both configurations together. One of them is outvoted."""

    def has_quorum(self, agreeing: frozenset[ServerId]) -> bool:
        members = self.current.voters | self.current.outgoing
        return is_quorum(len(agreeing & members), len(members))


@mutant("joint-left-before-committed", cites="§6, Figure 11; camunda#60086")
class JointLeftBeforeCommitted(JointConsensus):
    """The joint phase ends before its configuration is committed. The old majority does not know of it."""

    def may_leave_joint(self, log: Log, commit_index: int) -> bool:  # noqa: ARG002  # the mistake
        return True


@mutant("learner-refuses-vote", cites="dissertation §4.2.2; etcd#10998, raft-rs#57")
class LearnerRefusesVote(PromptChange):
    """A server that takes itself for a learner refuses its vote. Promoted without knowing, it blocks all."""

    def may_vote(self, server: ServerId) -> bool:
        return server in self.servers
