"""The plots of claims: a chart among the figures of a claim, as SVG."""

from math import ceil, floor, log10

from checker.claim_shape import Chart, Claim
from checker.render.plot import Axis, Curve, Figure, Panel, draw


def chart_of(claim: Claim) -> Chart | None:
    """Return the chart among a claim's figures, if it has one."""
    for evidence in (*claim.as_said, *claim.under_condition, *claim.as_corrected):
        chart: Chart | None = getattr(getattr(evidence, "figures", None), "chart", None)
        if chart is not None:
            return chart
    return None


def plot(chart: Chart, language: str) -> str:
    """Return a chart as the text of an SVG file."""
    curves = tuple(
        Curve(label.said(language), tuple(points), marked=not chart.is_log)
        for label, points in chart.curves()
    )
    title = chart.title.said(language)
    x, y = chart.x.said(language), chart.y.said(language)
    panel = Panel(
        title="",
        x=_axis(x, [one for curve in curves for one, _ in curve.points], is_log=chart.is_log),
        y=_axis(y, [one for curve in curves for _, one in curve.points], is_log=chart.is_log),
        curves=curves,
    )
    return draw(Figure(title, f"{y}, {x}", (panel,)))


def _axis(label: str, values: list[float], *, is_log: bool) -> Axis:
    """Return an axis with room for these values: to whole powers of ten, or from 0 to a little above."""
    low, high = min(values), max(values)
    if is_log:
        whole = 10.0 ** floor(log10(low)), 10.0 ** ceil(log10(high))
        return Axis(label, *whole, is_log=True, words="{:,.0f}".format)
    return Axis(label, 0.0, float(ceil(high * 1.05)))
