"""Write the pages of docs/ that repeat what the code says: run it after a change to rules or properties."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from model.raft.rules import Raft
from model.rules import rules_of
from properties.catalogue import HUNTS, LEMMAS, RAFT
from properties.statement import Property

DOCS = Path(__file__).parent


def raft_page() -> str:
    """Return the page on Raft: its rules, its mutants, and what must hold."""
    return "\n".join(_raft_lines()) + "\n"


def lemmas_page() -> str:
    """Return the page on the lemmas."""
    return "\n".join(_lemma_lines()) + "\n"


PAGES = {"raft.md": raft_page, "lemmas.md": lemmas_page}


def _raft_lines() -> Iterator[str]:
    yield "# Raft: its rules, its properties, its mistakes"
    yield "\n*Written by `docs/generate.py` from the code; do not edit.*"
    yield "\n## The rules\n"
    yield "Every decision of the protocol is a method of the class `Raft` in `model/raft/rules.py`. § and"
    yield "Figure are those of the extended Raft paper.\n"
    yield from _table(
        ("rule", "what it says", "source"),
        ((f"`{rule.name}`", rule.sentence, rule.cites) for rule in rules_of(Raft).values()),
    )
    for title, kinds in (("What must hold", ("always", "step")), ("What must be seen", ("sometimes",))):
        yield f"\n## {title}\n"
        yield from _table(("property", "what it says", "source"), _rows(RAFT.properties, kinds))
    yield "\n## Mistakes\n"
    yield "Each is a subclass in `model/raft/mutants.py` that overrides one rule.\n"
    yield from _table(
        ("mutant", "the mistake", "the rule", "killed by", "source"),
        (
            (
                f"`{hunt.mutant.name}`",
                hunt.mutant.sentence,
                f"`{hunt.mutant.rule}`",
                hunt.killed_by,
                hunt.mutant.cites,
            )
            for hunt in HUNTS
        ),
    )


def _lemma_lines() -> Iterator[str]:
    yield "# What holds for every number of members"
    yield "\n*Written by `docs/generate.py` from the code; do not edit.*\n"
    yield "`seatrial prove` proves each with Z3, or shows the counterexample. They speak of the very"
    yield "functions in `model/raft/quorum.py` that the model calls, evaluated on a number without a value.\n"
    yield from _table(
        ("lemma", "what it says", "expected", "source"),
        ((f"`{lemma.name}`", lemma.sentence, lemma.expected, lemma.cites) for lemma in LEMMAS),
    )


def _rows(stated: Iterable[Property], kinds: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return ((f"`{one.name}`", one.sentence, one.cites) for one in stated if one.kind.value in kinds)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"


if __name__ == "__main__":
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
