"""Claims: the statements of the source article, each with what is run to settle it.

No claim says whether it is true. It says what is asked (searches, lemmas, counts), in three groups, and
which answers speak for it; the verdict is computed from what comes back (`checker.claims`):

- *as said*: the statement in the article's own generality. If all of this holds, the claim is true.
- *under a condition*: the same statement where something more is given. If it fails as said and holds
  here, the claim is true only under that condition.
- *correct*: what is so instead, or beside it. It must hold in any case: if it does not, or if
  a search was stopped early, the claim is unsettled.

Nor is the correct statement told unless it holds in the run: with a mistake among the rules it may not.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any, ClassVar

from attrs import Factory, field, frozen
from attrs.validators import min_len

from properties.promise import Promise
from properties.statement import Lemma, Property, Scenario
from properties.timed import Study


@frozen
class Words:
    """The same in English and in the Traditional Chinese of Taiwan."""

    en: str
    zh: str

    def said(self, language: str) -> str:
        """Return it in one of the languages, by its tag: English, or else Chinese."""
        return self.en if language == "en" else self.zh


class Section(Enum):
    """The sections of the article, in its order; the value names the section in JSON."""

    PODS_AND_NODES = "pods and nodes"
    CONTROL_PLANE = "control plane"
    HIGH_AVAILABILITY = "high availability"
    TOPOLOGIES = "topologies"
    ELECTION = "election"
    REPLICATION = "replication"
    PRACTICE = "practice"


TITLES: Mapping[Section, Words] = {
    Section.PODS_AND_NODES: Words("Pods and nodes", "Pod 與 Node"),
    Section.CONTROL_PLANE: Words("The control plane", "Control Plane 的組件"),
    Section.HIGH_AVAILABILITY: Words("High availability", "HA Cluster"),
    Section.TOPOLOGIES: Words("The two topologies", "兩種 topology"),
    Section.ELECTION: Words("Electing a leader", "選出 Leader"),
    Section.REPLICATION: Words("Replicating the log", "複製 Log"),
    Section.PRACTICE: Words("In practice", "實務"),
}


@frozen
class Search:
    """A search: is a property, or a promise, of a scenario kept under these parameters?

    The answer speaks for the claim if it is `kept` as this says. What is not kept has the shortest
    run that shows it. `protocol` is a mutant's, or None for the healthy one.
    """

    kind: ClassVar[str] = "search"
    words: Words
    scenario: Scenario
    asked: str
    given: Mapping[str, int | None] = Factory(dict)
    kept: bool = True
    protocol: type | None = None


@frozen
class Proof:
    """A lemma, for every N: the answer speaks for the claim if it is `proved` as this says."""

    kind: ClassVar[str] = "lemma"
    words: Words
    lemma: Lemma
    proved: bool = True


@frozen
class Chart:
    """Curves: what they show, the labels of the axes, and of each curve its label and points, left to right.

    `is_log` says whether the axes are logarithmic.
    """

    title: Words
    x: Words
    y: Words
    curves: Callable[[], tuple[tuple[Words, tuple[tuple[float, float], ...]], ...]] = field(eq=False)
    is_log: bool = False


@frozen
class Figures:
    """A table of figures that were computed exactly: what it is, its columns and rows, perhaps a chart."""

    words: Words
    columns: tuple[Words, ...]
    rows: Callable[[], tuple[tuple[str, ...], ...]] = field(eq=False)
    chart: Chart | None = None


@frozen
class Count:
    """Something that is counted out, or computed exactly: `objection` says what speaks against, or None.

    `bounds` say in words what was gone through, and what was assumed; `figures` are what was computed. If
    what is counted follows `rules` of the model, those of these protocols, `under` makes the same count of a
    mutant of one of them; a count without rules is one that no mutant changes.
    """

    kind: ClassVar[str] = "count"
    name: str
    words: Words
    bounds: Words
    objection: Callable[[], str | None] = field(eq=False)
    figures: Figures | None = field(default=None, eq=False)
    rules: tuple[type, ...] = ()
    under: "Callable[[type], Count] | None" = field(default=None, eq=False)


Summaries = Sequence[Mapping[str, Any]]
"""What a study says of each of its rows."""


@frozen
class Trials:
    """A study in time, with its settings, so many trials of each row, and a seed.

    Of the summaries of its rows `objection` says what speaks against the claim, or None, and `measured`
    what was measured.
    """

    kind: ClassVar[str] = "trials"
    words: Words
    study: Study
    settings: Mapping[str, Any] = field(eq=False)
    number: int
    objection: Callable[[Summaries], str | None] = field(eq=False)
    measured: Callable[[Summaries], Words] = field(eq=False)
    seed: int = 0


Evidence = Search | Proof | Count | Trials


@frozen
class Claim:
    """A statement of the article, in our own words, and what settles it.

    `reasons` say in one sentence why it is so, by verdict (``true``, ``false``, ``only-if``); `correct` is
    the correct statement, which the evidence in the group of that name checks. It either replaces what is
    said, or `repeats` it and says more: then it is so only where the claim itself is.
    """

    id: str
    section: Section
    statement: Words
    correct: Words
    reasons: Mapping[str, Words]
    as_said: tuple[Evidence, ...] = field(validator=min_len(1))
    under_condition: tuple[Evidence, ...] = ()
    as_corrected: tuple[Evidence, ...] = ()
    repeats: bool = False


def always(en: str, zh: str, scenario: Scenario, asked: Property | Promise, **given: int | None) -> Search:
    """Ask whether something is so in every run."""
    return Search(Words(en, zh), scenario, asked.name, _parameters(given))


def some_run(en: str, zh: str, scenario: Scenario, denied: Property | Promise, **given: int | None) -> Search:
    """Ask whether there is a run that shows what a property denies."""
    return Search(Words(en, zh), scenario, denied.name, _parameters(given), kept=False)


def proved(en: str, zh: str, lemma: Lemma) -> Proof:
    """Ask whether something is so for every N."""
    return Proof(Words(en, zh), lemma)


def _parameters(given: Mapping[str, int | None]) -> dict[str, int | None]:
    return {name.replace("_", "-"): value for name, value in given.items()}
