"""A trace as a test for pytest: it has the trace in it, replays it, and expects what is so now."""

from pprint import pformat

from checker.encoding import Json
from checker.render.lines import counted
from checker.render.phrases import shows
from checker.replay import Replay
from checker.trace import Trace

TEMPLATE = '''"""{title}.

Written by: seatrial show TRACE --format pytest. {once}, say so: STILL_THERE = False.
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
    trace = again.trace
    return TEMPLATE.format(
        title=_plain(f"{trace.id}: {trace.finding}"),
        there=again.finding is not None,
        trace=_literal(_replayed(trace)),
        name=trace.id.lower().replace("-", "_"),
        id=trace.id,
        once="Once it is no longer so" if trace.mutant is None else "Once the mistake is mended",
        what="what is seen" if again.is_sight else "what is wrong",
        sentence=_plain(_sentence(again)),
        finding=_literal(trace.finding),
    ).rstrip("\n")


def _sentence(again: Replay) -> str:
    trace = again.trace
    with_mutant = f" with the mutant {trace.mutant}" if trace.mutant else ""
    does = shows(trace.property, again.kind, trace.loop)
    return f"{trace.scenario}{with_mutant} {does} in {counted(len(trace.actions), 'step')}."


def _replayed(trace: Trace) -> Json:
    """Return the trace without what its steps say: that is for readers, and made anew by a replay."""
    content = trace.as_json()
    return {**content, "actions": list(content["actions"]), "steps": []}


def _literal(value: Json) -> str:
    return pformat(value, width=100, sort_dicts=False)


def _plain(text: str) -> str:
    """Return text that can stand in a docstring."""
    return text.replace("\\", "\\\\").replace('"', '\\"')
