"""Who sends messages to whom: gone through world by world, in small systems."""

from collections.abc import Iterator
from functools import cache

from model.process import Message, ProcessId
from model.world import System, World
from properties.claim import Count, Figures, Words
from properties.claims.clusters import NODE, STORE_ON_RAFT
from properties.claims.door import DOOR
from properties.statement import Scenario

Channel = tuple[str, str]

APISERVER, MEMBER = "kube-apiserver", "etcd"

MANAGER = "kube-controller-manager"

KINDS = {
    "apiserver": APISERVER,
    "scheduler": "kube-scheduler",
    "replicaset": MANAGER,
    "statefulset": MANAGER,
    "nodelifecycle": MANAGER,
    "endpoints": MANAGER,
    "kubelet": "kubelet",
    "proxy": "kube-proxy",
    "user": "user",
    "balancer": "load balancer",
    "n": MEMBER,
}
"""The names of processes without the host or the number, and what the article calls them."""


def kind_of(process: ProcessId) -> str:
    """Say what a process is, as the article calls it; one that it does not have keeps its name."""
    name = process.partition("-")[0].rstrip("0123456789")
    return KINDS.get(name, process)


def worlds_of(system: System) -> Iterator[World]:
    """Yield every world that is reachable within the bounds."""
    seen = {system.initial()}
    waiting = list(seen)
    while waiting:
        world = waiting.pop()
        yield world
        for _, after, beyond in system.actions(world):
            if not beyond and after not in seen:
                seen.add(after)
                waiting.append(after)


def messages_in(scenario: Scenario, mutant: type | None = None, **given: int) -> Iterator[Message]:
    """Yield every message that is in flight in some world; parameters that are not given are the defaults.

    A mutant takes the place of the scenario's protocol, if it is one of that.
    """
    parameters = {one.name: given.get(one.name.replace("-", "_"), one.default) for one in scenario.parameters}
    base = scenario.protocol
    is_of_it = mutant is not None and base is not None and issubclass(mutant, base)
    for world in worlds_of(scenario.build(parameters, mutant if is_of_it else None)):
        yield from world.messages


@cache
def channels(mutant: type | None = None) -> frozenset[Channel]:
    """Return who sends to whom: where a pod is placed, where a user asks, and in a store of members."""
    of_node = messages_in(NODE, mutant)
    of_store = messages_in(STORE_ON_RAFT, mutant, terms=1, crashes=0)
    of_user = messages_in(DOOR, mutant, balancer=0)
    return frozenset(
        (kind_of(message.source), kind_of(message.destination)) for message in (*of_node, *of_user, *of_store)
    )


def _apiserver_or_members(mutant: type | None) -> str | None:
    """Find a channel that neither begins nor ends at an apiserver, nor joins two members of the store."""
    found = channels(mutant)
    for one, other in sorted(found):
        if APISERVER not in {one, other} and (one, other) != (MEMBER, MEMBER):
            return f"{one} sends messages to {other}"
    return None if (MEMBER, MEMBER) in found else "no two members of etcd send messages to each other"


def channels_of(mutant: type | None) -> Count:
    """Return the count of channels by the rules as they are, or those of a mutant."""
    return Count(
        "channels",
        Words(
            "every message has a kube-apiserver at one end, or an etcd at both",
            "每個訊息不是有一端是 kube-apiserver，就是兩端都是 etcd",
        ),
        Words(
            "every message in every world of article-node, of article-door without a load balancer, and of "
            "article-on-raft with one term and no crash",
            "article-node、article-door（沒有負載平衡器）與 article-on-raft（一個任期、沒有當機）"
            "所有狀態中的所有訊息",
        ),
        lambda: _apiserver_or_members(mutant),
        Figures(
            Words(
                "Who sends messages to whom (to ask a kube-apiserver and to ask etcd is one step here)",
                "誰傳送訊息給誰（這裡把對 kube-apiserver 的請求與它對 etcd 的請求視為同一步）",
            ),
            (Words("from", "傳送者"), Words("to", "接收者")),
            lambda: tuple(sorted(channels(mutant))),
        ),
        rules=tuple(one.protocol for one in (NODE, DOOR, STORE_ON_RAFT) if one.protocol is not None),
        under=channels_of,
    )


CHANNELS = channels_of(None)
