"""A trace as a test for pytest: it has the trace in it, replays it, and expects what is so now."""

from pprint import pformat

from checker.encoding import Json
from checker.render.lines import counted
from checker.render.phrases import found, no_longer, shows
from checker.replay import Replay
from checker.trace import Trace

TEMPLATE = '''"""{title}

Written by: seatrial show TRACE --format pytest. {once}, say so: STILL_THERE = {other}.
"""

from checker.replay import NotPossible, replay
from checker.trace import Trace, read, trace_id

STILL_THERE = {there}

TRACE = {trace}


def trace() -> Trace:
    """Return the trace; raise if it is not the one that its id names."""
    return read(TRACE, "the trace of this test")


def finding() -> str | None:
    """Run the trace on the model as it is now: {what}, or None; a step may be possible no longer."""
    try:
        return replay(trace()).finding
    except NotPossible:
        return None


def test_{name}_has_its_id() -> None:
    """The id follows from the scenario, the parameters, the mutant and the actions."""
    told = trace()
    assert "{id}" == trace_id(told.scenario, told.parameters, told.mutant, told.actions)


def test_{name}() -> None:
    """{sentence}"""
    assert finding() == ({finding} if STILL_THERE else None)
'''


def trace_pytest(again: Replay) -> str:
    """Return a test that passes now, and fails once the trace shows something else."""
    trace, there = again.trace, again.finding is not None
    return TEMPLATE.format(
        title=_plain(_title(again)),
        there=there,
        other=not there,
        trace=_literal(_replayed(trace)),
        name=trace.id.lower().replace("-", "_"),
        id=trace.id,
        once=_once(again),
        what="what is seen" if again.is_sight else "what is wrong",
        sentence=_plain(_sentence(again)),
        finding=_literal(trace.finding),
    ).rstrip("\n")


def _title(again: Replay) -> str:
    trace, is_there = again.trace, again.finding is not None
    gone = "" if is_there else f" {no_longer(trace.property, again.kind, again.why_gone)}"
    return f"{trace.id}: {found(trace.finding, is_there=is_there)}.{gone}"


def _sentence(again: Replay) -> str:
    trace = again.trace
    with_mutant = f" with the mutant {trace.mutant}" if trace.mutant else ""
    steps = f"in {counted(len(trace.actions), 'step')}"
    if again.finding is None:
        return (
            f"{trace.scenario}{with_mutant}, {steps}. {no_longer(trace.property, again.kind, again.why_gone)}"
        )
    return f"{trace.scenario}{with_mutant} {shows(trace.property, again.kind, trace.loop)} {steps}."


def _once(again: Replay) -> str:
    """Say when the test is to expect something else than it does now."""
    if again.finding is None:
        return "Once it is so"
    return "Once it is no longer so" if again.trace.mutant is None else "Once the mistake is mended"


def _replayed(trace: Trace) -> Json:
    """Return the trace without what its steps say: that is for readers, and made anew by a replay."""
    content = trace.as_json()
    return {**content, "actions": list(content["actions"]), "steps": []}


def _literal(value: Json) -> str:
    return pformat(value, width=100, sort_dicts=False)


def _plain(text: str) -> str:
    """Return text that can stand in a docstring."""
    return text.replace("\\", "\\\\").replace('"', '\\"')
