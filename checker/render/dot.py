"""A trace as a graph for Graphviz: its states, the steps between them, and the healthy run beside it.

States that are the same are one node, so that a run that comes back to where it was is drawn as a loop.
"""

from collections.abc import Iterator

from checker.errors import WrongUsage
from checker.render import phrases
from checker.story import Moment, Story

MOST = 300
"""How many states a graph may have: nobody reads more, and Graphviz is slow to draw them."""


def trace_dot(story: Story) -> str:
    """Return a story as a graph. Raises WrongUsage if it has too many states to be read."""
    count = len(story.moments) + (len(story.parting.moments) if story.parting else 0)
    if count > MOST:
        raise WrongUsage(
            f"{story.id} has {count:,} states, and a graph of more than {MOST} is none to read; expected a "
            "shorter trace, or another format (shiviz and itf have no limit)"
        )
    return "\n".join(_lines(story))


def _lines(story: Story) -> Iterator[str]:
    yield f"digraph {quoted(story.id)} {{"
    title, gone = phrases.title(story), phrases.gone(story)
    head = title if gone is None else f"{title}.\n{gone}"
    yield f"    label={quoted(head)};"
    yield "    labelloc=t;"
    yield '    node [shape=box, fontname="monospace", fontsize=10];'
    yield '    edge [fontname="sans-serif", fontsize=10];'
    last = story.moments[-1].number
    for moment in story.moments:
        if moment.same_as is None:
            yield f"    {_node(moment)} [label={_state(story, moment)}{_shape(story, moment, last)}];"
    for moment in story.steps():
        before = story.moments[moment.number - 1]
        color = ", color=red, fontcolor=red" if moment.applied else ""
        yield f"    {_node(before)} -> {_node(moment)} [label={_step(moment)}{color}];"
    yield from _loop(story)
    yield from _healthy(story)
    yield "}"


def _loop(story: Story) -> Iterator[str]:
    """Yield the edge by which a lasso returns, unless its last state is the very one that it returns to."""
    if story.loop is None:
        return
    last, entry = story.moments[-1], story.moments[story.loop]
    said = phrases.returns(story.loop, len(story.steps()), story.returns) or ""
    if _node(last) != _node(entry) or last is entry:
        yield f"    {_node(last)} -> {_node(entry)} [label={quoted(said)}, style=dashed];"


def _healthy(story: Story) -> Iterator[str]:
    """Yield the healthy run from where it parts, dashed."""
    parting = story.parting
    if parting is None:
        return
    before = _node(story.moments[parting.at - 1]) if parting.at else None
    for moment in parting.moments:
        node = f"h{moment.number}"
        yield f"    {node} [label={_state(story, moment)}, style=dashed, color=blue];"
        if before is not None:
            yield f"    {before} -> {node} [label={_step(moment)}, style=dashed, color=blue, fontcolor=blue];"
        before = node
    if parting.stopped_at is not None and before is not None:
        said = f"step {parting.stopped_at} is not taken: {parting.why}"
        yield f"    stopped [label={quoted(said)}, shape=plaintext, fontcolor=blue];"
        yield f"    {before} -> stopped [style=dotted, color=blue, arrowhead=none];"


def _node(moment: Moment) -> str:
    return f"s{moment.number if moment.same_as is None else moment.same_as}"


def _state(story: Story, moment: Moment) -> str:
    """Return a label: each process on a line of its own, aligned to the left."""
    shown = [one for one in story.processes if not one.background] or list(story.processes)
    lines = [f"{one.name}: {moment.state(one.id).summary}" for one in shown]
    return quoted("\n".join(lines), "\\l")


def _shape(story: Story, moment: Moment, last: int) -> str:
    if moment.number == 0:
        return ", penwidth=2"
    is_shown = moment.number == last and story.loop is None and story.is_there and not story.undetermined
    if is_shown and story.property_kind == "sometimes":
        return ", color=darkgreen, penwidth=2"
    return ", color=red, penwidth=2" if is_shown or any(phrases.breaks(moment)) else ""


def _step(moment: Moment) -> str:
    said = [f"{moment.number}. {moment.sentence}", *map(phrases.mistake, moment.applied)]
    return quoted("\n".join(said))


def quoted(text: str, end: str = "") -> str:
    """Return text as a quoted string of the language, with its lines ended as Graphviz has them."""
    lines = [line.replace("\\", "\\\\").replace('"', '\\"') for line in text.split("\n")]
    said = end.join(lines) + end if end else "\\n".join(lines)
    return f'"{said}"'
