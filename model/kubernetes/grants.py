"""Who may do what: for each role the verbs that it is granted, and on which kind of object each.

As in the default roles of Kubernetes, each controller has a role of its own. What a kubelet may do depends
on its node, and who may take which lease on its name: that is for the rule `may`.
"""

from collections.abc import Mapping

from model.kubernetes.objects import Role
from model.kubernetes.requests import Bind, Create, Delete, Request, Taint, Update

Grant = tuple[type[Request], str]
"""A verb, and the kind of object that it is granted on."""

GRANTS: Mapping[Role, frozenset[Grant]] = {
    Role.USER: frozenset(
        {(Create, "pod"), (Delete, "pod"), (Create, "thing"), (Update, "thing"), (Delete, "thing")}
    ),
    Role.KUBELET: frozenset(),
    Role.PROXY: frozenset(),
    Role.ANONYMOUS: frozenset(),
    Role.SCHEDULER: frozenset({(Bind, "pod")}),
    Role.REPLICA_SET: frozenset({(Create, "pod"), (Delete, "pod")}),
    Role.STATEFUL_SET: frozenset({(Create, "pod"), (Delete, "pod")}),
    Role.NODE_LIFECYCLE: frozenset({(Taint, "node"), (Delete, "pod")}),
    Role.ENDPOINTS: frozenset({(Create, "endpoints"), (Update, "endpoints")}),
}

LEASE_OF: Mapping[Role, str] = {
    Role.SCHEDULER: "scheduler",
    Role.REPLICA_SET: "controller-manager",
    Role.STATEFUL_SET: "controller-manager",
    Role.NODE_LIFECYCLE: "controller-manager",
    Role.ENDPOINTS: "controller-manager",
}
"""The lease by which the components of a role elect their leader."""


def kind_of(request: Request) -> str:
    """Return the kind of the object that a request is about."""
    match request:
        case Create(value) | Update(value):
            return value.key[0]
        case Delete(key):
            return key[0]
        case Taint():
            return "node"
        case _:
            return "pod"
