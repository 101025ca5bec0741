"""Why a part of a cluster does not take an event: who may not do what, who is dead, what a quorum lacks."""

from typing import Any

from model.kubernetes.apiserver import Apiserver
from model.kubernetes.events import Admit, Elect, LoseContact, Probe, Show, StandBy, Transact, TurnAway
from model.kubernetes.kubelet import Kubelet
from model.kubernetes.proxy import Proxy
from model.kubernetes.requests import (
    Ask,
    Bind,
    Create,
    Delete,
    Ended,
    Heartbeat,
    Report,
    Request,
    Taint,
    Update,
)
from model.kubernetes.store import Member, Store
from model.process import Message


def refusal_of(process: str, local: Any, event: Any) -> str | None:  # noqa: PLR0911  # a case a line
    """Return why a part does not take an event, in words; None where there is no better reason to tell."""
    match local, event:
        case Apiserver(), Admit(message) | TurnAway(message):
            return _of_request(local, message, admits=isinstance(event, Admit))
        case Apiserver(), Probe():
            return f"{process} {'answers' if local.answers else 'answers nobody'}, and its check says so"
        case Apiserver() | Kubelet(), StandBy():
            return f"{process} still runs, and has to be stopped before the store is restored"
        case Kubelet(), LoseContact():
            return f"{process} keeps what runs when it reaches no apiserver"
        case Proxy(), LoseContact():
            return f"{process} keeps its rules when it reaches no apiserver"
        case Store(), Elect(name):
            return _of_election(local, name)
        case Store(), Show(is_quorum=True, member=name):
            return _of_quorum_read(local, name)
        case Store(leader=None), Transact():
            return "the store has no leader"
    return None


def deed(request: Request) -> str:  # noqa: PLR0911  # a case a line
    """Return the verb of a request, and its object: what somebody may do, or not."""
    match request:
        case Create(value):
            return f"create {' '.join(value.key)}"
        case Update(value):
            return f"update {' '.join(value.key)}"
        case Delete(key):
            return f"delete {' '.join(key)}"
        case Bind(pod):
            return f"bind pod {pod}"
        case Report(pod, node=node) | Ended(pod, node=node):
            return f"update the status of pod {pod}, which is on {node}"
        case Heartbeat(node):
            return f"renew the lease of node {node}"
        case Taint(node):
            return f"taint node {node}"


def _of_request(apiserver: Apiserver, message: Message, *, admits: bool) -> str:
    ask = message.payload
    assert isinstance(ask, Ask)
    if not apiserver.answers:
        return f"{apiserver.id} answers nobody"
    if admits:
        return f"{apiserver.id} refuses it, as {ask.client} may not {deed(ask.request)}"
    return f"{apiserver.id} lets it through, as {ask.client} may {deed(ask.request)}"


def _of_election(store: Store, name: str) -> str | None:
    member, leader = store.member(name), store.leading
    if member is None:
        return None
    if member not in store.connected:
        return _out_of_reach(member)
    if leader is not None and not leader.is_cut:
        return f"the member on {leader.id} leads"
    further = [other.id for other in store.connected if other.position > member.position]
    votes = len(store.connected) - len(further)
    why = f": the log of the member on {further[0]} goes further" if further else ""
    return f"the member on {name} gets {votes} of {len(store.members)} votes{why}"


def _of_quorum_read(store: Store, name: str | None) -> str | None:
    member, leader = None if name is None else store.member(name), store.leading
    if member is not None and not member.is_up:
        return _out_of_reach(member)
    if member is not None and member.id in store.unaware:
        return (
            f"the member on {member.id} takes itself for the leader, and hears 1 of {len(store.members)} "
            "members, itself: no majority says that it still leads"
        )
    if leader is None:
        return "the store has no leader"
    if leader.tail is not None:
        return f"the leader on {leader.id} does not know yet that this is committed: {_tail(leader)}"
    return None


def _tail(leader: Member) -> str:
    assert leader.tail is not None, "asked of one that has a tail"
    return str(leader.tail.value or f"{' '.join(leader.tail.key)} deleted")


def _out_of_reach(member: Member) -> str:
    return f"the member on {member.id} is {'cut off' if member.is_up else 'dead'}"
