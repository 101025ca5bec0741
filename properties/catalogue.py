"""What the command line offers: scenarios, lemmas and tables, by name.

A scenario of your own is found without being listed here: ``seatrial check my_module:scenario``.
"""

from properties import (
    article_lemmas,
    availability_lemmas,
    elections,
    heartbeats,
    membership_lemmas,
    practice,
    quorum_lemmas,
    timed_options,
    tolerance,
    topology,
    topology_lemmas,
    writes,
)
from properties.chinese import CHINESE
from properties.claim import TITLES, Claim
from properties.claims import CLAIMS as ARTICLE
from properties.kubernetes_scenarios import SCENARIOS as KUBERNETES
from properties.kubernetes_scenarios import TOPOLOGY
from properties.ongaro import ONGARO
from properties.raft import RAFT, RAFT_SCENARIOS
from properties.raft_progress_scenarios import PROGRESS_SCENARIOS
from properties.statement import Lemma, Scenario, Table, lemmas_in

SCENARIOS: tuple[Scenario, ...] = (*RAFT_SCENARIOS, *PROGRESS_SCENARIOS, ONGARO, *KUBERNETES)

LEMMAS: tuple[Lemma, ...] = lemmas_in(
    quorum_lemmas, availability_lemmas, membership_lemmas, topology_lemmas, article_lemmas
)

TABLES: tuple[Table, ...] = (tolerance.table(RAFT), topology.table(TOPOLOGY))

SURVEYS = (topology.SURVEY,)

PHRASES = dict.fromkeys(("zh-Hant", "zh-TW"), CHINESE)
"""What the models say in other languages, by the tags of these: phrases for `checker.phrasebook`."""

STUDIES = (elections.STUDY, heartbeats.STUDY, writes.STUDY)

STUDY_COMMANDS = (timed_options.ELECTION,)
"""The commands that conduct studies."""

ACCOUNTS = (practice.PRACTICE,)
"""The commands that print ledgers."""

CLAIMS: tuple[Claim, ...] = ARTICLE
"""The statements of the source article. Their scenarios are found by name, as those above are."""

SECTIONS = TITLES
"""The title of each section of claims."""
