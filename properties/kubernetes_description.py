"""How a cluster is told to a reader: what the store has, what runs on a node, who is dead or cut off."""

from collections.abc import Iterable, Sequence
from typing import Any

from model.kubernetes.apiserver import Apiserver
from model.kubernetes.balancer import Balancer
from model.kubernetes.component import Component
from model.kubernetes.data import Data
from model.kubernetes.faults import FAULTS, Faults
from model.kubernetes.kubelet import Kubelet
from model.kubernetes.proxy import Proxy
from model.kubernetes.raft_store import RaftApiserver
from model.kubernetes.requests import Answer, Ask, Listing
from model.kubernetes.runtime import in_order
from model.kubernetes.store import Events, Member, Store
from model.kubernetes.user import User
from model.process import Message
from properties.description import Description, Fields
from properties.kubernetes_refusals import refusal_of
from properties.raft_description import RaftDescription


class KubernetesDescription(Description):
    """Describes the parts of a cluster; what happens to it from outside is in the background."""

    def is_background(self, identity: str) -> bool:
        return identity == FAULTS

    def summary(self, local: Any) -> str | None:  # noqa: PLR0911  # a case a line
        match local:
            case Store():
                return _store(local)
            case Apiserver():
                return _apiserver(local)
            case Component():
                return _component(local)
            case Kubelet():
                return _kubelet(local)
            case Proxy(backends=backends):
                return f"sends to {_listed(sorted(backends)) or 'nobody'}"
            case Balancer(pool=pool, last=last):
                to = f", last to {last}" if last else ""
                return f"forwards to {_listed(pool) or 'nobody'}{to}"
            case User():
                return _user(local)
            case Faults(dead=dead, cut=cut):
                parts = (("dead", sorted(dead)), ("cut off", sorted(cut)))
                return "; ".join(f"{what}: {_listed(who)}" for what, who in parts if who) or "nothing yet"
        return None

    def fields(self, local: Any) -> Fields | None:
        if isinstance(local, Store):
            members = [(f"member {member.id}", _member(member)) for member in local.members]
            snapshot = () if local.snapshot is None else (("snapshot", _data(local.snapshot)),)
            return [("leader", local.leader or "none"), ("term", local.term), *members, *snapshot]
        if isinstance(local, Kubelet):
            runs = [f"{sandbox}" for sandbox in in_order(local.sandboxes)]
            return [
                ("kubelet", "crashed" if local.memory is None else str(local.memory)),
                ("runs", _listed(runs) or "nothing"),
                ("newest revision seen", "" if local.memory is None else local.memory.seen),
                ("lives", local.session + 1),
            ]
        if isinstance(local, Apiserver):
            cache = "none" if local.cache is None else _data(local.cache)
            return [("is", _condition(local)), ("cache", cache), ("events under way", local.watches)]
        if isinstance(local, Component):
            return _component_fields(local)
        if isinstance(local, Proxy):
            return [
                ("is", "up" if local.is_up else "down"),
                ("sends to", _listed(sorted(local.backends)) or "nobody"),
                ("list under way", local.lists),
            ]
        return None

    def is_down(self, local: Any) -> bool:
        match local:
            case Store():
                return not any(member.is_up for member in local.members)
            case Apiserver():
                return not local.answers
            case Component(memory=None) | Kubelet(memory=None):
                return True
        return False

    def message(self, message: Message) -> str | None:
        match message.payload:
            case Ask(request):
                return _short(str(request))
            case Answer(number, result):
                return f"request {number} {result}"
            case Listing(is_cached=is_cached):
                return "list (cached)" if is_cached else "list"
            case Events(data):
                return f"events up to {data.revision}"
        return None

    def refusal(self, process: str, local: Any, event: Any) -> str | None:
        return refusal_of(process, local, event)

    def cuts(self, local_states: tuple[Any, ...]) -> Sequence[frozenset[str]]:
        return [
            frozenset({client}) for local in local_states if isinstance(local, Faults) for client in local.cut
        ]


class OnRaftDescription(RaftDescription):
    """Describes a Raft group with an apiserver before it."""

    def summary(self, local: Any) -> str | None:
        if not isinstance(local, RaftApiserver):
            return super().summary(local)
        under_way = _listed(sorted(local.under_way)) or "nothing"
        return f"acknowledged {_listed(sorted(local.acknowledged)) or 'nothing'}; under way {under_way}"


SHORT = 36
"""How long the words for a request may be: they stand on an arrow."""


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"


def _listed(names: Iterable[object]) -> str:
    return ", ".join(map(str, names))


def _data(data: Data) -> str:
    items = sorted(data.items, key=lambda item: item.key)
    return f"revision {data.revision}: {_listed(item for item in items if item.value is not None) or 'empty'}"


def _store(store: Store) -> str:
    leads = f"led by {store.leader}" if store.leader else "no leader"
    if len(store.members) > 1:
        up = sum(member.is_up for member in store.members)
        cut = [member.id for member in store.members if member.is_up and member.is_cut]
        leads += f", {up} of {len(store.members)} members up"
        leads += f", {' and '.join(cut)} cut off" if cut else ""
    leading = store.leading
    known = leading if leading is not None else max(store.members, key=lambda member: member.position)
    beyond = f"; not committed: {known.tail}" if known.tail else ""
    return f"{leads}, {_data(known.data)}{beyond}"


def _member(member: Member) -> str:
    beyond = f"; beyond that {member.tail}" if member.tail else ""
    return f"{'up' if member.is_up else 'dead'}, term {member.term}, {_data(member.data)}{beyond}"


def _condition(apiserver: Apiserver) -> str:
    if not apiserver.is_up:
        return "down"
    return "hung" if apiserver.is_hung else "up"


def _apiserver(apiserver: Apiserver) -> str:
    cache = f", cache at revision {apiserver.cache.revision}" if apiserver.cache is not None else ""
    return f"{_condition(apiserver)}{cache}"


def _component(component: Component) -> str:
    memory = component.memory
    if memory is None:
        return "down"
    leads = (
        ("takes itself for the leader, " if memory.leads else "does not lead, ") if component.elects else ""
    )
    return f"{leads}{'waits for a list' if memory.lists else 'idle'}"


def _component_fields(component: Component) -> Fields:
    memory = component.memory
    fields: list[tuple[str, Any]] = [("is", "down" if memory is None else "up")]
    if memory is not None:
        lease = [("leads", memory.leads), ("lease seen", memory.lease)] if component.elects else []
        remembered = _listed(sorted(map(str, memory.remembered))) or "nothing"
        fields += [("list under way", memory.lists), *lease, ("remembers", remembered)]
    noted = _listed(sorted(component.unjustified)) or "nothing"
    return [*fields, ("asked for without a reason", noted)]


def _kubelet(kubelet: Kubelet) -> str:
    runs = _listed(in_order(kubelet.sandboxes)) or "nothing"
    up = "kubelet down" if kubelet.memory is None else "kubelet up"
    return f"{up}, runs {runs}"


def _user(user: User) -> str:
    ended = [f"{request}: {result}" for request, result in user.outcomes]
    waits = [f"waits for: {user.waits}"] if user.waits is not None else []
    missed = [f"missed {name}" for name, _ in sorted(user.missed)]
    return "; ".join((*ended, *waits, *missed)) or "has asked for nothing yet"


KUBERNETES_DESCRIPTION = KubernetesDescription()
ON_RAFT_DESCRIPTION = OnRaftDescription()
