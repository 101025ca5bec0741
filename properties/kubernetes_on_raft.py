"""The small cluster whose store is a Raft group: what the model of the store assumes, put to the test."""

from collections.abc import Mapping
from typing import Any

from model.kubernetes.raft_store import RaftApiserver, cluster_on_raft
from model.raft.group import RaftBounds
from model.raft.mutants.disks import AckBeforeFsync
from model.raft.quorum import majority
from model.raft.rules import Raft
from model.raft.state import Server
from model.world import System
from properties import raft_safety
from properties.kubernetes_description import ON_RAFT_DESCRIPTION
from properties.statement import Finding, Parameter, Scenario, Shape, always, hunt, sometimes


def disks_and_apiserver(local: Any) -> Any:
    """See the logs, who leads, and what the apiserver has acknowledged."""
    if isinstance(local, Server):
        return Server(local.id, local.durable, local.volatile)
    return RaftApiserver(acknowledged=local.acknowledged) if isinstance(local, RaftApiserver) else None


@always(Shape.ALL, object, cites="etcd documentation, KV API guarantees; §5.3", sees=disks_and_apiserver)
def acknowledged_on_majority_of_disks(parts: tuple[Any, ...]) -> Finding:
    """An object that the apiserver has acknowledged is in the logs of a majority of the Raft group."""
    servers = [part for part in parts if isinstance(part, Server)]
    apiservers = [part for part in parts if isinstance(part, RaftApiserver)]
    for value in sorted(value for part in apiservers for value in part.acknowledged):
        holders = [one.id for one in servers if any(entry.value == value for entry in one.durable.log)]
        if len(holders) < majority(len(servers)):
            return f"{value} was acknowledged, and is on the disk of {', '.join(holders) or 'no member'} only"
    return None


@sometimes(Shape.ONE, RaftApiserver)
def object_acknowledged(apiserver: RaftApiserver) -> Finding:
    """The apiserver acknowledges an object."""
    return f"{min(apiserver.acknowledged)} is acknowledged" if apiserver.acknowledged else None


@sometimes(Shape.ALL, object, cites="etcd: a failed write is indeterminate", sees=disks_and_apiserver)
def object_committed_unheard(parts: tuple[Any, ...]) -> Finding:
    """An object is committed, and the apiserver has not heard of it: its user does not know."""
    acknowledged = {v for part in parts if isinstance(part, RaftApiserver) for v in part.acknowledged}
    for server in parts:
        if isinstance(server, Server) and server.volatile is not None:
            for entry in server.durable.log[: server.volatile.commit_index]:
                if entry.value not in acknowledged:
                    return f"{server.id} has committed {entry.value}, and the apiserver does not know"
    return None


def build(given: Mapping[str, Any], protocol: type | None = None) -> System:
    """Return the cluster, its store healthy unless another protocol is given."""
    bounds = {name.replace("-", "_"): value for name, value in given.items()}
    return cluster_on_raft(RaftBounds(**bounds), protocol or Raft)


ON_RAFT = Scenario(
    name="kubernetes-on-raft",
    sentence="An apiserver writes to a store that is a Raft group, whose members crash and restart.",
    parameters=(
        Parameter("servers", "members of the store", 3, least=1, most=5),
        Parameter("terms", "the highest term", 2),
        Parameter("requests", "objects that the user asks to be stored", 1),
        Parameter("crashes", "crashes of members", 1),
        Parameter("in-flight", "messages in flight at once", 2, least=1),
    ),
    build=build,
    properties=(
        acknowledged_on_majority_of_disks,
        raft_safety.election_safety,
        raft_safety.log_matching,
        raft_safety.leader_completeness,
        raft_safety.state_machine_safety,
        object_acknowledged,
        object_committed_unheard,
    ),
    hunts=(hunt(AckBeforeFsync, acknowledged_on_majority_of_disks, {}),),
    protocol=Raft,
    description=ON_RAFT_DESCRIPTION,
)
