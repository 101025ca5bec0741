"""What a leader does to change who takes part (`model.raft.membership`).

Nothing is decided here: the handlers ask the rules, and put the answers together.
"""

from attrs import evolve

from model.process import Outcome
from model.raft.events import ChangeRequest, LeaveJoint
from model.raft.membership import JointConsensus, Membership
from model.raft.replication import advance_commit
from model.raft.state import Configuration, Entry, Progress, Server


def on_change_request(rules: Membership, server: Server, event: ChangeRequest) -> Outcome | None:
    durable, volatile = server.durable, server.volatile
    if volatile is None or not rules.takes_requests(volatile.role):
        return None
    commit_index = volatile.commit_index
    if not (
        rules.has_settled(durable.log, commit_index)
        and rules.has_committed_in_term(durable.log, commit_index, durable.current_term)
        and rules.is_in_one_phase(rules.current)
        and rules.may_become(rules.current, event.target)
    ):
        return None
    return _append(rules, server, rules.first_step(rules.current, event.target))


def on_leave_joint(rules: JointConsensus, server: Server, event: LeaveJoint) -> Outcome | None:  # noqa: ARG001  # the table's signature
    if not server.leads() or not rules.current.outgoing:
        return None
    if not rules.may_leave_joint(server.durable.log, server.running().commit_index):
        return None
    return _append(rules, server, rules.second_step(rules.current))


def _append(rules: Membership, server: Server, configuration: Configuration) -> Outcome:
    """Append a configuration, which is then in force, and keep account of those that it names."""
    durable, volatile = server.durable, server.running()
    log = rules.log_after_request(durable.log, Entry(durable.current_term, configuration))
    rules = rules.in_force(log, volatile.commit_index)
    known = {progress.peer: progress for progress in volatile.progress}
    new = Progress(server.id, rules.first_next_index(durable.log), rules.first_match_index(durable.log))
    progress = frozenset(known.get(peer, evolve(new, peer=peer)) for peer in rules.followed_up(server.id))
    server = evolve(server, durable=evolve(durable, log=log), volatile=evolve(volatile, progress=progress))
    return Outcome(advance_commit(rules, server))
