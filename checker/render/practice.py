"""What is worth it, as text and as a plot."""

from collections.abc import Iterator, Sequence
from typing import Any

from checker.practice import Practice
from checker.render.lines import paragraph
from checker.render.plot import Axis, Curve, Figure, Panel, round_up
from checker.render.study import drawn


def render_practice(practice: Practice) -> str:
    """Return the ledgers, and what was measured of the last of them."""
    return "\n".join(_lines(practice)).rstrip()


def _lines(practice: Practice) -> Iterator[str]:
    yield from paragraph(
        f"Each host is up with probability {practice.up}. All but what is measured is exact.", ""
    )
    for ledger, rows in practice.ledgers:
        yield ""
        yield from paragraph(ledger.sentence, "", "")
        yield ""
        yield from drawn(ledger.columns, rows)
        for sentence in ledger.assumptions:
            yield from paragraph(f"Assumed: {sentence}", "  ", "    ")
    measured = practice.measured
    yield ""
    said = f"{measured.study.sentence} {measured.trials:,} trials a row, seed {measured.seed}."
    yield from paragraph(said, "", "")
    yield ""
    yield from drawn(measured.study.columns, [row.summary for row in measured.rows])
    yield from (line for note in measured.study.notes for line in paragraph(note, "  ", "    "))
    for sentence in measured.study.assumptions:
        yield from paragraph(f"Assumed: {sentence}", "  ", "    ")


def plot_practice(practice: Practice) -> Figure:
    """Return two panels: hours down by hosts, and how long a write waits by masters."""
    groups, placed = practice.rows("groups"), practice.rows("placements")
    alone = _points(groups, "masters", "downtime_hours")
    equal = [row for row in placed if row["external_control_planes"] == row["tolerated"] + 1]
    apart = _points(equal, "external_hosts", "external_downtime_hours")
    hours = [height for _, height in (*alone, *apart)]
    down = Panel(
        f"Time without a manageable cluster, hosts up with probability {practice.up}",
        Axis("hosts", 1, max(hosts for hosts, _ in (*alone, *apart))),
        Axis("hours a year", -round_up(-min(hours)), round_up(max(hours)), is_log=True),
        (Curve("stacked", alone, marked=True), Curve("external", apart, marked=True)),
        legend="the store",
    )
    waits = practice.rows("waits")
    waiting = [Curve(law, _points(waits, "masters", law), marked=True) for law in ("exponential", "uniform")]
    write = Panel(
        "How long a write waits for its quorum",
        Axis("masters", 1, max(row["masters"] for row in waits)),
        Axis("mean answers of a follower", 0, 1.2),
        tuple(waiting),
        legend="answers",
    )
    description = (
        f"Hours a year without a manageable cluster, by hosts: {_told(alone)} if stacked; {_told(apart)} if "
        "the store has hosts of its own. How long a write waits for its quorum, in mean answers of a "
        f"follower, by masters: {'; '.join(f'{_told(law.points)} if {law.label}' for law in waiting)}."
    )
    return Figure("What more masters bring, and what they cost", description, (down, write))


def _told(points: Sequence[tuple[float, float]]) -> str:
    return ", ".join(f"{height:.3g} for {count:g}" for count, height in points)


def _points(rows: Any, x: str, y: str) -> tuple[tuple[float, float], ...]:
    return tuple((float(row[x]), float(row[y])) for row in rows)
