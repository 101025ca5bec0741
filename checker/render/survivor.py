"""A mutant that survived, as text: what its rule was asked and answered, and which bounds were in the way."""

from collections.abc import Iterator

from checker.catalogue import is_switch
from checker.command import option_of
from checker.render.lines import counted, paragraph
from checker.report import Report
from checker.rule_watch import Tally
from checker.rule_words import in_a_row


def survivor_lines(report: Report) -> Iterator[str]:
    """Yield what is known of why nothing objected to a mutant; nothing where there is none."""
    tally = report.tally
    if tally is None:
        return
    yield from paragraph(_asked(tally), "  ")
    if tally.first is not None:
        first = tally.first
        asked = f" ({in_a_row(first.arguments)})" if first.arguments else ""
        said = f"the first: {tally.rule}{asked} says {first.wrong}; the right rule says {first.right}"
        yield from paragraph(said, "    ")
    yield from paragraph(_wider(report), "  ")
    kin = [hunt.mutant.name for hunt in report.case.scenario.hunts if hunt.mutant.rule == tally.rule]
    if kin and report.case.mutant not in kin:
        shown = f"seatrial zoo {kin[0]} tells" if len(kin) == 1 else "seatrial zoo NAME tells"
        yield from paragraph(f"the zoo has of the same rule: {', '.join(kin)}; {shown} its bounds", "  ")


def _asked(tally: Tally) -> str:
    questions = counted(tally.asked, "different question")
    if not tally.asked:
        return f"its rule, {tally.rule}, was never asked in what was visited, so nothing could show it"
    if not tally.otherwise:
        return (
            f"its rule, {tally.rule}, was asked {questions} in what was visited, and never answered "
            "otherwise than the right one"
        )
    return (
        f"its rule, {tally.rule}, was asked {questions} in what was visited, and answered "
        f"{tally.otherwise:,} otherwise than the right one, but nothing that was checked objects"
    )


def _wider(report: Report) -> str:
    """Name the parameters that may be too small to show the mistake: bounds reached, and budgets of 0."""
    reached = set(report.result.bounds_reached)
    parameters = report.case.scenario.parameters
    met = [option_of(one) for one in parameters if one.name in reached]
    none = [
        option_of(one)
        for one in parameters
        if report.case.parameters[one.name] == 0 and not is_switch(one) and one.name not in reached
    ]
    said = [f"reached: {', '.join(met)}"] * bool(met) + [f"at 0: {', '.join(none)}"] * bool(none)
    if not said:
        return "no bound was reached, and none is 0: wider ones would show no more"
    return f"wider bounds may show it ({'; '.join(said)})"
