"""What is known of a mutant's rule, as text: what it was asked and answered, and what may still show it."""

from collections.abc import Iterable, Iterator

from checker.catalogue import complete, is_switch
from checker.command import option_of
from checker.naming import as_said, is_set, names_of
from checker.protocol import Hunt, Parameter
from checker.render.lines import counted, pairs, paragraph
from checker.report import Report
from checker.rule_question import Tally
from checker.rule_words import in_a_row
from checker.verdict import Verdict

NETWORK = frozenset({"in-flight", "copies"})
"""The bounds that a network has by itself."""


def rule_lines(report: Report) -> Iterator[str]:
    """Yield why a mutant's rule was not shown to be wrong; nothing where it was, or there is none."""
    tally = report.tally
    if tally is None or (report.result.verdict is Verdict.VIOLATED and tally.otherwise):
        return
    yield from paragraph(f"{_asked(tally)}{_so(report, tally)}", "  ")
    if tally.first is not None:
        first = tally.first
        asked = f" ({in_a_row(first.arguments)})" if first.arguments else ""
        said = f"the first: {tally.rule}{asked} says {first.wrong}; the right rule says {first.right}"
        yield from paragraph(said, "    ")
    if not _survived(report):
        return
    hidden = report.result.verdict is Verdict.INCOMPLETE
    yield from paragraph("what stopped the search may have hidden it" if hidden else _wider(report), "  ")
    for hunt in report.case.scenario.hunts:
        told = _hunted(report, tally, hunt)
        if told is not None:
            yield from paragraph(told, "  ")


def _survived(report: Report) -> bool:
    """Say whether nothing was found, in a search for what is violated."""
    found = report.result.verdict in {Verdict.VIOLATED, Verdict.DEADLOCK}
    return report.case.sought is None and not found


def _asked(tally: Tally) -> str:
    was = f"its rule, {tally.rule}, was"
    if not tally.asked:
        return f"{was} never asked in what was visited"
    asked = f"{was} asked {counted(tally.asked, 'different question')} in what was visited, and"
    if not tally.otherwise:
        return f"{asked} never answered otherwise than the right one"
    return f"{asked} answered {tally.otherwise:,} otherwise than the right one"


def _so(report: Report, tally: Tally) -> str:
    """Say what follows of what the rule was asked, behind that."""
    if report.is_not_its_doing:
        return ": what is shown here is not its doing"
    if not tally.asked:
        return ", so nothing could show it"
    return ", but nothing that was checked objects" if tally.otherwise and _survived(report) else ""


def _wider(report: Report) -> str:
    """Name the parameters that may be too small: bounds reached, budgets of 0, and sizes."""
    parameters = report.case.scenario.parameters
    bounds = _dashed(bound.name for bound in getattr(report.case.system, "bounds", ())) | NETWORK
    reached = _dashed(report.result.bounds_reached)
    met = [one for one in parameters if one.name in reached]
    values = report.case.parameters
    none = [one for one in parameters if one.name in bounds - reached and values[one.name] == 0]
    sizes = [one for one in parameters if one.name not in bounds | reached and _can_grow(report, one)]
    named = {"reached": met, "at 0": none, "larger sizes": sizes}
    said = "; ".join(f"{what}: {', '.join(map(option_of, some))}" for what, some in named.items() if some)
    if met or none:
        return f"wider bounds may show it ({said})"
    return f"no bound was reached, and none is 0{f'; it may take {said}' if said else ''}"


def _dashed(names: Iterable[str]) -> frozenset[str]:
    """Return names of bounds as parameters are called."""
    return frozenset(name.replace("_", "-") for name in names)


def _can_grow(report: Report, parameter: Parameter) -> bool:
    value, most = report.case.parameters[parameter.name], parameter.most
    if is_set(parameter):
        most = (1 << len(names_of(parameter, report.case.parameters))) - 1
    return value is not None and not is_switch(parameter) and (most is None or value < most)


def _hunted(report: Report, tally: Tally, hunt: Hunt) -> str | None:
    """Say with which other parameters the zoo hunts this mutant, or one of its rule; None if it does not."""
    scenario, name = report.case.scenario, hunt.mutant.name
    is_this = name == report.case.mutant
    if not is_this and hunt.mutant.rule != tally.rule:
        return None
    here = as_said(scenario, report.case.parameters)
    there = as_said(scenario, complete(scenario, hunt.parameters))
    others = {parameter: value for parameter, value in there.items() if value != here[parameter]}
    if is_this and not others:
        return None
    who = "it" if is_this else f"{name}, of the same rule,"
    how = f"with {pairs(others)}" if others else "with the same parameters"
    return f"the zoo hunts {who} {how}; seatrial zoo {name} shows it"
