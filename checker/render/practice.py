"""What is worth it, as text and as a plot."""

from collections.abc import Iterator, Sequence

from checker.practice import Drawing, Practice
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
    """Return the panels of an account: what its ledgers say, as points that are joined."""
    panels = tuple(_panel(practice, drawing) for drawing in practice.account.drawings)
    seen = " ".join(
        f"{panel.title}, {panel.y.label} by {panel.x.label}: "
        f"{'; '.join(f'{_told(curve.points)} ({curve.label})' for curve in panel.curves)}."
        for panel in panels
    )
    given = f"Each host is up with probability {practice.up}."
    return Figure(practice.account.title, f"{given} {seen}", panels)


def _panel(practice: Practice, drawing: Drawing) -> Panel:
    curves = tuple(
        Curve(
            one.label,
            tuple(
                (float(row[one.x]), float(row[one.y])) for row in practice.rows(one.ledger) if one.picks(row)
            ),
            marked=True,
        )
        for one in drawing.series
    )
    across = [x for curve in curves for x, _ in curve.points]
    up = [y for curve in curves for _, y in curve.points]
    low, high = (-round_up(-min(up)), round_up(max(up))) if drawing.is_log else (0, 1.2 * max(up))
    return Panel(
        f"{drawing.title}, hosts up with probability {practice.up}" if drawing.is_log else drawing.title,
        Axis(drawing.x, min(across), max(across)),
        Axis(drawing.y, low, high, is_log=drawing.is_log),
        curves,
        legend=drawing.legend,
    )


def _told(points: Sequence[tuple[float, float]]) -> str:
    return ", ".join(f"{height:.3g} for {count:g}" for count, height in points)
