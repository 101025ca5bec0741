"""What the command line offers: scenarios, lemmas and tables, by name.

A scenario of your own is found without being listed here: ``seatrial check my_module:scenario``.
"""

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from model.raft import mutants
from model.raft.group import RaftBounds, raft_group
from model.raft.rules import Raft
from model.rules import Mutant
from model.world import System
from properties import (
    availability_lemmas,
    membership_lemmas,
    quorum_lemmas,
    raft_safety,
    raft_steps,
    reachability,
    tolerance,
    topology,
    topology_lemmas,
)
from properties.kubernetes_scenarios import SCENARIOS as KUBERNETES
from properties.kubernetes_scenarios import TOPOLOGY
from properties.ongaro import ONGARO
from properties.statement import Hunt, Lemma, Parameter, Scenario, Table, lemmas_in, properties_in

MUTANTS: tuple[Mutant, ...] = tuple(
    protocol.__mutant__ for protocol in vars(mutants).values() if hasattr(protocol, "__mutant__")
)

RAFT_PARAMETERS = (
    Parameter("servers", "servers in the group", 3, least=1, most=7),
    Parameter("terms", "the highest term (terms start at 0)", 2),
    Parameter("entries", "entries in the longest log", 1),
    Parameter("batch", "entries that one AppendEntries carries at most", 1, least=1),
    Parameter("down", "servers that have crashed before the run begins", 0, most=7),
    Parameter("requests", "requests that clients make", 2),
    Parameter("crashes", "crashes; a crashed server can restart at no cost", 0),
    Parameter("losses", "messages lost", 0),
    Parameter("duplicates", "messages that arrive once more than sent", 0),
    Parameter("cuts", "times that a link is cut; it can be healed at no cost", 0),
    Parameter(
        "in-flight",
        "messages in flight at once; by default what one election sends, servers - 1",
        lambda given: max(1, given["servers"] - 1),
        least=1,
        none_is="no limit",
    ),
    Parameter(
        "copies",
        "copies of one message in flight: with 1 the network is a set, with more a bag",
        1,
        least=1,
        none_is="a bag without a limit",
    ),
)


def build_raft(parameters: Mapping[str, Any], protocol: type | None = None) -> System:
    """Return a Raft group with these parameters, healthy unless another protocol is given."""
    bounds = {name.replace("-", "_"): value for name, value in parameters.items()}
    return raft_group(RaftBounds(**bounds), protocol or Raft)


def object_to_raft(parameters: Mapping[str, Any]) -> str | None:
    """Say what makes no sense in the parameters of a Raft group taken together."""
    servers, in_flight = parameters["servers"], parameters["in-flight"]
    if parameters["down"] > servers:
        return f"--down {parameters['down']} is more than there are servers ({servers})"
    if in_flight is not None and in_flight < servers - 1:
        return (
            f"--in-flight {in_flight} forbids every election among {servers} servers: a candidate sends "
            f"{servers - 1} messages at once; expected {servers - 1} or more, or none for no limit"
        )
    if in_flight is None and parameters["copies"] != 1:
        return (
            "--in-flight none goes with --copies 1 only: a bag without a capacity is never exhausted; "
            f"expected --in-flight {max(1, servers - 1)} or more"
        )
    return None


def with_defaults(parameters: tuple[Parameter, ...], **defaults: int | None) -> tuple[Parameter, ...]:
    """Return the parameters with other default values."""
    by_name = {name.replace("_", "-"): value for name, value in defaults.items()}
    return tuple(
        evolve(parameter, default=by_name[parameter.name]) if parameter.name in by_name else parameter
        for parameter in parameters
    )


HOW_TO_HUNT: Mapping[str, tuple[str, Mapping[str, int | None]]] = {
    "quorum-half": ("election-safety", {"terms": 1, "entries": 0, "requests": 0, "in-flight": None}),
    "vote-twice": ("election-safety", {"terms": 1, "entries": 0, "requests": 0, "in-flight": None}),
    "ack-before-fsync": ("leader-completeness", {"crashes": 1, "requests": 1}),
}
"""For each mutant the property that must kill it, and parameters that suffice."""

HUNTS = tuple(Hunt(mutant, *HOW_TO_HUNT[mutant.name]) for mutant in MUTANTS)

RAFT = Scenario(
    name="raft",
    sentence="A group of Raft servers elects leaders and replicates entries.",
    parameters=RAFT_PARAMETERS,
    build=build_raft,
    properties=properties_in(raft_safety, raft_steps, reachability),
    hunts=HUNTS,
    protocol=Raft,
    objection=object_to_raft,
)

SCENARIOS: tuple[Scenario, ...] = (
    RAFT,
    evolve(
        RAFT,
        name="raft-election",
        sentence="Three servers elect a leader, with every message in flight that there can be.",
        parameters=with_defaults(RAFT_PARAMETERS, terms=1, entries=0, requests=0, in_flight=None),
    ),
    evolve(
        RAFT,
        name="raft-faults",
        sentence="A group of Raft servers suffers a crash, a loss and a duplicate.",
        parameters=with_defaults(RAFT_PARAMETERS, terms=1, requests=1, crashes=1, losses=1, duplicates=1),
    ),
    evolve(
        RAFT,
        name="raft-partition",
        sentence="A group of Raft servers has a link cut, and perhaps healed.",
        parameters=with_defaults(RAFT_PARAMETERS, requests=1, cuts=1),
    ),
    ONGARO,
    *KUBERNETES,
)

LEMMAS: tuple[Lemma, ...] = lemmas_in(quorum_lemmas, availability_lemmas, membership_lemmas, topology_lemmas)

TABLES: tuple[Table, ...] = (tolerance.table(RAFT), topology.table(TOPOLOGY))

SURVEYS = (topology.SURVEY,)
