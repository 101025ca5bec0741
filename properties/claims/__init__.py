"""The claims of the source article, in its order; each file has those of one noun, and what settles them."""

from properties.claim import Claim
from properties.claims import (
    apiserver,
    controllers,
    election,
    etcd,
    even_groups,
    external_cost,
    first_timer,
    heartbeat,
    high_availability,
    leadership,
    one_master,
    pods_and_nodes,
    practice,
    replication,
    timers,
    topologies,
)

CLAIMS: tuple[Claim, ...] = (
    *pods_and_nodes.CLAIMS,
    *apiserver.CLAIMS,
    *etcd.CLAIMS,
    *controllers.CLAIMS,
    *one_master.CLAIMS,
    *high_availability.CLAIMS,
    *topologies.CLAIMS,
    *external_cost.CLAIMS,
    election.NO_LEADER_ALL_CANDIDATES,
    *timers.CLAIMS,
    election.VOTES_IF_NO_LEADER,
    leadership.MAJORITY_LEADS,
    *heartbeat.CLAIMS,
    leadership.REELECTION,
    *first_timer.CLAIMS,
    *replication.CLAIMS,
    *even_groups.CLAIMS,
    *practice.CLAIMS,
)
