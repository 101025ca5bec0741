"""Proofs and tables, as text and as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from io import StringIO

from attrs import frozen
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grid

from checker.encoding import Json
from checker.protocol import Table
from checker.render.lines import WIDTH, paragraph
from checker.smt import Proof
from checker.table import Confirmation


def render_proof(proof: Proof) -> str:
    """Return what became of a lemma: the outcome, the sentence, and the counterexample in words."""
    return "\n".join(_proof_lines(proof))


def _proof_lines(proof: Proof) -> Iterator[str]:
    surprise = "" if proof.as_expected else f", but expected: {proof.lemma.expected}"
    yield f"{proof.lemma.name}: {proof.outcome.value.upper()}{surprise}"
    yield from paragraph(f"{proof.lemma.sentence} ({proof.lemma.cites})", "  ", "  ")
    if proof.told is not None:
        yield from paragraph(f"Counterexample: {proof.told}", "  ", "    ")
    if proof.reason is not None:
        yield from paragraph(f"Why: {proof.reason}", "  ", "    ")


def render_summary(proofs: Sequence[Proof]) -> str:
    """Return in one line how many lemmas came out as expected."""
    proved = sum(proof.outcome.value == "proved" for proof in proofs)
    refuted = sum(proof.outcome.value == "refuted" for proof in proofs)
    surprises = [proof.lemma.name for proof in proofs if not proof.as_expected]
    count = "1 lemma" if len(proofs) == 1 else f"{len(proofs)} lemmas"
    said = f"{count}: {proved} proved, {refuted} refuted by a counterexample"
    return f"{said}; NOT as expected: {', '.join(surprises)}" if surprises else f"{said}, all as expected"


def proofs_json(proofs: Iterable[Proof]) -> Json:
    """Return proofs as one JSON object."""
    return {
        "lemmas": [
            {
                "name": proof.lemma.name,
                "sentence": proof.lemma.sentence,
                "cites": proof.lemma.cites,
                "outcome": proof.outcome.value,
                "expected": proof.lemma.expected,
                "counterexample": {
                    name: str(value) if isinstance(value, Fraction) else value
                    for name, value in proof.counterexample.items()
                },
                "told": proof.told,
                "reason": proof.reason,
                "seconds": round(proof.seconds, 3),
            }
            for proof in proofs
        ]
    }


def render_table(table: Table, rows: Sequence[Confirmation]) -> str:
    """Return a table with how each row was confirmed, and below it what does not match."""
    grid = Grid(box=SIMPLE_HEAD, pad_edge=False)
    for column in table.columns:
        grid.add_column(column, justify="right")
    grid.add_column("confirmed by")
    for row in rows:
        grid.add_row(*row.row.cells, row.how)
    page = Console(file=StringIO(), width=WIDTH)
    page.print(grid)
    assert isinstance(page.file, StringIO)
    drawn = [line.rstrip() for line in page.file.getvalue().strip("\n").splitlines()]
    wrong = [sentence for row in rows for sentence in row.mismatches]
    return "\n".join([*paragraph(table.sentence, ""), "", *drawn, *(f"MISMATCH: {said}" for said in wrong)])


@frozen
class Confirmed:
    """A table with its confirmations, as a report: it has no trace."""

    table: Table
    rows: Sequence[Confirmation]
    trace: None = None

    def as_json(self) -> Json:
        """Return the table as one JSON object."""
        return table_json(self.table, self.rows)


def table_json(table: Table, rows: Sequence[Confirmation]) -> Json:
    """Return a table as one JSON object."""
    return {
        "table": table.name,
        "columns": list(table.columns),
        "rows": [
            {"cells": list(row.row.cells), "confirmed_by": row.how, "mismatches": list(row.mismatches)}
            for row in rows
        ],
    }
