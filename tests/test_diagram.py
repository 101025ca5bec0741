"""The space-time diagram of a page: who has a lane, and that each message is drawn from end to end.

The SVG is read back, and what it shows is held against the story by rules that are written here anew. Where
a lane and a row are is measured in the drawing itself.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import dist
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import story_at
from postmen import letters_story
from random_systems import systems
from stories import replay_of_run, runs
from toys import one_token

from checker.case import make_case
from checker.describing import Describer
from checker.render.diagram import Arrow, Diagram, Label, fitting
from checker.render.html import environment, trace_html
from checker.render.layout import lay_out
from checker.render.run import Run
from checker.render.view import Page
from checker.render.words import Said
from checker.story import Flight, Moment, Process, State
from checker.storyteller import story_of
from checker.telling import Teller
from properties.statement import Scenario

CROWDED = (
    "vote-twice",
    "partial-connectivity-livelock",
    "duplicate-votes-counted",
    "remove-without-kubelet",
    "take-name-for-pod",
    "trust-cache-after-restart",
    "reconfig-before-own-term-commit",
    "restore-keeps-later-writes",
)
"""Traces with many lanes, with many steps, or with much in flight."""

NEAR = 8.0
"""How far from where it points to the tip of an arrow may be: it does not cover the dot there."""

RUNS = (
    ("raft-faults", {}),
    ("raft-partition", {"losses": 2}),
    ("ongaro", {"copies": 2, "in-flight": 3}),
    ("kubernetes-writes", {}),
    ("kubernetes-stateful-set", {}),
    ("postmen:scenario", {}),
)

Point = tuple[float, float]


@frozen
class Drawn:
    """A message as it is drawn: what it is, when it was sent and ends, its line, and the tip of its head."""

    fate: str
    text: str
    since: int
    at: int
    begins: Point
    ends: Point
    tip: Point | None


@frozen
class Drawing:
    """What a reader sees: where lanes and rows are, messages, crosses and marks with their steps."""

    lanes: tuple[tuple[str, float], ...]
    rows: dict[int, float]
    drawn: tuple[Drawn, ...]
    crosses: tuple[tuple[int, Point], ...]
    dots: tuple[tuple[int, Point], ...]
    width: float
    height: float


def numbers(text: str) -> list[float]:
    return [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", text)]


def read(heads: str, body: str) -> Drawing:
    """Read a diagram back from its SVG."""
    names = list(ET.fromstring(heads).iter("text"))  # noqa: S314  # this project wrote it
    svg = ET.fromstring(body)  # noqa: S314  # and this
    lanes = [one for one in svg.iter("line") if one.get("class") == "lane"]
    assert [one.get("x") for one in names] == [one.get("x1") for one in lanes], "a name is over its lane"
    assert [one.get("x2") for one in names if one.get("x2")] == []
    rows = {}
    for group in svg.iter("g"):
        if group.get("class") == "row":
            (band,) = [one for one in group.iter("rect") if "band" in str(one.get("class"))]
            (number,) = [one.text for one in group.iter("text")]
            rows[int(str(number))] = float(band.get("y", "")) + float(band.get("height", "")) / 2
    return Drawing(
        lanes=tuple(("".join(one.itertext()), float(one.get("x", ""))) for one in names),
        rows=rows,
        drawn=tuple(_drawn(one) for one in svg.iter("g") if str(one.get("class")).startswith("flight")),
        crosses=tuple(_crosses(svg)),
        dots=tuple(
            (int(one.get("data-at", "")), (float(dot.get("cx", "")), float(dot.get("cy", ""))))
            for one in svg.iter("g")
            if one.get("class") == "mark"
            for dot in one.iter("circle")
        ),
        width=float(svg.get("width", "")),
        height=float(svg.get("height", "")),
    )


def _drawn(group: ET.Element) -> Drawn:
    lines = [one for one in group if one.tag in {"line", "path"} and one.get("class") is None]
    heads = [numbers(one.get("d", "")) for one in group if one.get("class") == "head"]
    (line,) = lines
    if line.tag == "line":
        x1, y1, x2, y2 = (float(line.get(name, "")) for name in ("x1", "y1", "x2", "y2"))
    else:
        x1, y1, *_, x2, y2 = numbers(line.get("d", ""))
    (title,) = group.iter("title")
    return Drawn(
        fate=str(group.get("class")).removeprefix("flight "),
        text=title.text or "",
        since=int(group.get("data-since", "")),
        at=int(group.get("data-at", "")),
        begins=(x1, y1),
        ends=(x2, y2),
        tip=(heads[0][0], heads[0][1]) if heads else None,
    )


def _crosses(svg: ET.Element) -> Iterator[tuple[int, Point]]:
    for one in svg.iter("path"):
        if one.get("class") == "mark cross":
            x, y, width, height, *_ = numbers(one.get("d", ""))
            yield int(one.get("data-at", "")), (x + width / 2, y + height / 2)


def drawing_of(diagram: Diagram) -> Drawing:
    """Write a diagram as SVG, and read it back."""
    macros: Any = environment().get_template("diagram.svg.jinja").module
    said = SimpleNamespace(say=lambda text: Said(text, None))
    return read(macros.heads(diagram), macros.body(diagram, said))


# What must be drawn


@frozen
class Expected:
    """A message that must be drawn, from which lane and step to which; `at` is None if it does not arrive."""

    fate: str
    text: str
    source: str
    destination: str
    since: int
    at: int | None


def expected(run: Run) -> list[Expected]:
    """Return what must be drawn of a run: each flight once, and once more for each time it was read.

    Of the end of a run, nothing of what is in flight before it and after it.
    """
    first, last = run.moments[0].number, run.moments[-1].number
    aside = {one.id for one in run.processes if one.background}
    found = []
    for flight in run.flights:
        ends = (flight.source, flight.destination)
        fate = "copy" if flight.copy_of is not None and flight.ending == "received" else flight.ending
        if flight.sent_after <= last and not set(ends) & aside:
            if flight.ended_at is None and flight.sent_after >= first:
                found.append(Expected("still", flight.text, *ends, flight.sent_after, None))
            elif flight.ended_at is not None and flight.ended_at >= first:
                found.append(Expected(fate, flight.text, *ends, flight.sent_after, flight.ended_at))
            found += [
                Expected("copy", flight.text, *ends, flight.sent_after, moment.number)
                for moment in run.moments
                if moment.read == flight.id
            ]
    return found


def assert_drawn(run: Run, drawing: Drawing) -> None:
    """Assert that each message is drawn once: from its sender when it was sent, to what became of it."""
    names = {one.id: one.name for one in run.processes}
    lanes = dict(drawing.lanes)
    assert len(lanes) == len(drawing.lanes), "the names of this run tell its processes apart"
    first, last = run.moments[0].number, run.moments[-1].number
    assert list(drawing.rows) == list(range(first, last + 1))
    assert all(above < below for above, below in pairwise(drawing.rows.values()))
    left = list(drawing.drawn)
    for one in expected(run):
        x1, x2 = lanes[names[one.source]], lanes[names[one.destination]]
        begins = (x1, drawing.rows[one.since] if one.since >= first else 0.0)
        drawn = next((each for each in left if _is(each, one, begins, x2, drawing)), None)
        assert drawn is not None, f"{one} is not drawn, but {left}"
        left.remove(drawn)
    assert left == [], "nothing else is drawn"


def _is(drawn: Drawn, one: Expected, begins: Point, x2: float, drawing: Drawing) -> bool:
    """Say whether a line is that of a message: where it begins and ends, and what it looks like."""
    if (drawn.fate, drawn.text, drawn.since) != (one.fate, one.text, one.since) or drawn.begins != begins:
        return False
    (x1, y1), (x, y) = begins, drawn.ends
    if one.at is None:
        # It sets out towards where it goes, and comes not even half of the way to the next lane.
        nearest = min((abs(lane - x1) for _, lane in drawing.lanes if lane != x1), default=1000)
        towards = x == x1 if x1 == x2 else 0 < (x - x1) * (1 if x2 > x1 else -1) < nearest / 2
        nowhere = drawn.at > max(drawing.rows) and drawn.tip is None
        return nowhere and towards and y1 < y < drawing.height
    if drawn.at != one.at:
        return False
    if one.fate == "lost":
        # It ends at a cross, on its way.
        on_its_way = x1 == x2 or 0.4 <= (x - x1) / (x2 - x1) <= 0.8
        crosses = [point for at, point in drawing.crosses if at == one.at]
        return y == drawing.rows[one.at] and on_its_way and (x, y) in crosses and drawn.tip is None
    arrives = (x2, drawing.rows[one.at])
    return drawn.tip == drawn.ends and 0 < dist(drawn.ends, arrives) < NEAR


def assert_marked(run: Run, drawing: Drawing) -> None:
    """Assert that at each step a dot or a cross is on the lane of each process that does something in it."""
    names, lanes = {one.id: one.name for one in run.processes}, dict(drawing.lanes)
    for before, moment in pairwise(run.moments):
        for process in {one.id for one in run.processes if one.name in lanes}:
            place = (lanes[names[process]], drawing.rows[moment.number])
            went, came = before.state(process).down, moment.state(process).down
            crossed = (moment.number, place) in drawing.crosses
            assert not (came and not went) or crossed, f"{process} crashes in {moment.number}"
            dotted = (moment.number, place) in drawing.dots
            acts = moment.state(process).changed or process in moment.acts
            assert not acts or dotted or crossed, f"{process} acts in {moment.number}"
            assert not dotted or acts or went != came or moment.sent


# Stories


@pytest.mark.parametrize(
    "name", ["vote-twice", "ack-before-fsync", "remove-without-kubelet", "duplicate-votes-counted"]
)
def test_the_page_shows_every_message(name: str) -> None:
    """On the page of a trace each message goes from who sends it, when, to who gets it, when."""
    story, page = story_at(name), trace_html(story_at(name))
    stage = page[page.index('<section class="stage"') : page.index('<ul class="legend">')]
    heads, body = re.findall(r"<svg.*?</svg>", stage, re.DOTALL)
    run = Run(story.processes, story.moments, story.flights)
    assert [one for one in expected(run) if one.at is not None]
    assert_drawn(run, read(heads, body))
    assert_marked(run, read(heads, body))


def test_who_does_nothing_has_no_lane() -> None:
    """The dead worker's kubelet says nothing in the whole trace: it has no lane, and all others have one."""
    story = story_at("remove-without-kubelet")
    lanes = lay_out(Run(story.processes, story.moments, story.flights)).lanes
    assert "kubelet-w1" in [process.id for process in story.processes]
    assert ["etcd", "apiserver-cp1", "scheduler-cp1", "statefulset-cp1", "kubelet-w2", "user"] == [
        lane.process for lane in lanes
    ]


def test_a_scene_by_hand() -> None:
    """Anna writes three letters: the first arrives, the second is lost on its way, the third arrives."""
    story = letters_story()
    drawing = drawing_of(lay_out(Run(story.processes, story.moments, story.flights)))
    (anna, x1), (bert, x2) = drawing.lanes
    assert ("anna", "bert") == (anna, bert)
    assert x1 < x2
    y = drawing.rows
    assert ["hello 1", "hello 2", "hello 3"] == [one.text for one in drawing.drawn]
    assert ["received", "lost", "received"] == [one.fate for one in drawing.drawn]
    assert [(x1, y[1]), (x1, y[3]), (x1, y[5])] == [one.begins for one in drawing.drawn]
    first, second, third = drawing.drawn
    assert dist(first.ends, (x2, y[2])) < NEAR
    assert dist(third.ends, (x2, y[6])) < NEAR
    assert (y[4], True) == (second.ends[1], x1 < second.ends[0] < x2)
    assert ((4, second.ends),) == drawing.crosses


@pytest.mark.parametrize(("scenario", "parameters"), RUNS)
def test_every_message_of_any_run_is_drawn(scenario: str, parameters: dict[str, int]) -> None:
    """Whatever happens, each message is drawn once, from end to end; and from any step on."""
    system = make_case(scenario, parameters).system

    @settings(max_examples=25, deadline=None)
    @given(st.data())
    def draw(data: st.DataObject) -> None:
        story = story_of(replay_of_run(scenario, data.draw(runs(system, 25)), **parameters))
        begin = data.draw(st.integers(0, len(story.moments) - 1))
        run = Run(story.processes, story.moments[begin:], story.flights)
        drawing = drawing_of(lay_out(run))
        assert_drawn(run, drawing)
        assert_marked(run, drawing)

    draw()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_message_of_any_system_is_drawn(data: st.DataObject) -> None:
    """In a system that means nothing, too: one that sends to itself, in another's name, and what vanishes."""
    system = data.draw(systems())
    run = data.draw(runs(system, 12))
    moments, flights = teller().tell(system, run)
    processes = tuple(Process(str(one), str(one)) for one in system.processes)
    assert_followed(system, run, moments, flights)
    for begin in {0, len(moments) // 2}:
        shown = Run(processes, moments[begin:], flights)
        drawing = drawing_of(lay_out(shown))
        assert_drawn(shown, drawing)
        assert_marked(shown, drawing)


def teller() -> Teller:
    return Teller(Describer(Scenario("", "", (), lambda *_: None, (one_token,))), ())  # type: ignore[arg-type,return-value]


def assert_followed(
    system: Any, run: Sequence[Any], moments: Sequence[Moment], flights: Sequence[Flight]
) -> None:
    """Assert that at each moment that is in flight which the world has in flight; nothing is sent unseen."""
    world = system.initial()
    for moment in moments:
        if moment.number:
            action = run[moment.number - 1]
            sends = list(sends_of(system, world, action))
            world = system.step(world, action)[0]
            told = [one for one in flights if one.id in (*moment.sent, *moment.resent, moment.duplicated)]
            assert {(m.source, m.destination, str(m.payload)) for m in sends} <= {
                (one.source, one.destination, one.text) for one in told
            }
        there = Counter((str(m.source), str(m.destination), str(m.payload)) for m in world.messages)
        said = Counter(
            (one.source, one.destination, one.text)
            for one in flights
            if (one.sent_after if one.copied_at is None else one.copied_at) <= moment.number
            and (one.ended_at is None or moment.number < one.ended_at)
        )
        assert there == said
    for flight in flights:
        ends = [m.number for m in moments if flight.id in (m.received, m.lost)]
        assert ends in ([], [flight.ended_at])
        assert (flight.ending == "received") == (flight.id in [m.received for m in moments])
        assert (flight.ending == "still") == (flight.ended_at is None)


def sends_of(system: Any, world: Any, action: Any) -> Iterator[Any]:
    """Yield what the parts of an action send, one after the other."""
    local = dict(zip(system.processes, world.locals, strict=True))
    for process, event in action.parts:
        outcome = system.react(process, local[process], event)
        yield from outcome.sends
        local[process] = outcome.local


# Labels


@pytest.mark.parametrize("name", CROWDED)
def test_labels_can_be_read(name: str) -> None:
    """On the page of a trace no arrow goes through a label, none covers a mark, and no two overlap."""
    page = Page(story_at(name))
    for diagram in (page.diagram(), *(page.two_diagrams() or ())):
        if diagram is None:
            continue
        taken: list[tuple[float, float, float, float]] = []
        points = [(mark.x, mark.y) for mark in diagram.marks]
        points += [point for arrow in diagram.arrows for point in along(arrow)]
        for label in diagram.labels:
            assert f"{label.at}" in {f"{row.number}" for row in diagram.rows}
            left, top, right, bottom = box = box_of(label)
            assert left > 30, "it covers no number of a step"
            assert right <= diagram.width
            assert not [one for one in points if left < one[0] < right and top < one[1] < bottom], label
            for x1, y1, x2, y2 in taken:
                assert not (left < x2 and x1 < right and top < y2 and y1 < bottom), label
            taken.append(box)


def along(arrow: Arrow) -> Iterator[Point]:
    """Yield points on an arrow, some pixels apart."""
    (x1, y1), (x2, y2) = (arrow.x1, arrow.y1), (arrow.x2, arrow.y2)
    bx, by = arrow.bend or ((x1 + x2) / 2, (y1 + y2) / 2)
    for part in range(201):
        on, off = part / 200, 1 - part / 200
        yield (
            off * off * x1 + 2 * on * off * bx + on * on * x2,
            off * off * y1 + 2 * on * off * by + on * on * y2,
        )


def box_of(label: Label) -> tuple[float, float, float, float]:
    """Return about where the letters of a label are, in the fonts that readers have."""
    length = len(fitting(label.text, label.room)) * 6.2
    left = label.x - length if label.anchor == "end" else label.x
    return left, label.y - 9, left + length, label.y + 2.5


def test_a_label_stands_beside_what_it_names() -> None:
    """A scene: behind the tip of an arrow, in its row; where another arrow sets out there, out of its way."""
    lone = lay_out(run_of(("a", "b", 1, 2)))
    (label,) = [one for one in lone.labels if one.at == 2]
    tip = next(mark for mark in lone.marks if mark.at == 2)
    assert ("start", tip.x + 13, tip.y - 5) == (label.anchor, label.x, label.y)
    crossed = lay_out(run_of(("a", "b", 1, 2), ("c", "b", 0, 3), ("b", "c", 0, 3)))
    (label,) = [one for one in crossed.labels if one.at == 2]
    assert (label.anchor, label.x, label.y) != ("start", tip.x + 13, tip.y - 5)


def run_of(*messages: tuple[str, str, int, int]) -> Run:
    """Return a run of three, a lane apart: messages, each from whom to whom, sent and received when."""
    flights = tuple(
        Flight(f"m{place}", "a label", "a text", source, destination, source, sent, ended, "received")
        for place, (source, destination, sent, ended) in enumerate(messages)
    )
    states = tuple(State(one, one, ()) for one in "abc")
    moments = []
    for number in range(max(one.ended_at or 0 for one in flights) + 1):
        arrived = next((one for one in flights if one.ended_at == number), None)
        acts = (arrived.destination,) if arrived else ()
        sent = tuple(one.id for one in flights if one.sent_after == number)
        received = arrived.id if arrived else None
        moments.append(Moment(number, "a step", "step", acts, states, (), received=received, sent=sent))
    return Run(tuple(Process(one, one) for one in "abc"), tuple(moments), flights)


def test_a_loop_and_a_restart_by_hand() -> None:
    """A run that returns to its second step, and one that is down from step 1 until step 3, and from 4 on."""
    down = (False, True, True, False, True)
    moments = tuple(
        Moment(number, "a step", "step", ("a",), (State("a", "a", (), is_down), State("b", "b", ())), ())
        for number, is_down in enumerate(down)
    )
    diagram = lay_out(Run((Process("a", "a"), Process("b", "b")), moments, (), loop=2, keeps_all=True))
    y = [row.y for row in diagram.rows]
    assert y == sorted(set(y))
    assert [False, False, False, True, True] == [row.repeated for row in diagram.rows]
    assert (y[4], y[2]) == diagram.loop, "from the last step back to that which it is like"
    assert [((y[1], y[3]), (y[4], diagram.bottom)), ()] == [lane.downs for lane in diagram.lanes]
    only_up = lay_out(Run((Process("a", "a"),), moments[:4], (), keeps_all=True))
    assert ((y[1], y[3]),) == only_up.lanes[0].downs
    assert None is only_up.loop


# Beside each other


@pytest.mark.parametrize("name", [name for name in CROWDED if not name.startswith("reconfig")])
def test_two_runs_side_by_side(name: str) -> None:
    """Both runs have the same lanes, of all who do something there and of no others, and begin in one row."""
    story = story_at(name)
    two = Page(story).two_diagrams()
    parting = story.parting
    assert two is not None
    assert parting is not None
    ours, theirs = two
    assert theirs is not None, "the healthy run goes on"
    assert [(one.process, one.x) for one in ours.lanes] == [(one.process, one.x) for one in theirs.lanes]
    acting = {
        name
        for moment in (*story.moments[parting.at :], *parting.moments)
        for name in (*moment.acts, *moment.assents)
    }
    shown, aside = {one.process for one in ours.lanes}, {one.id for one in story.processes if one.background}
    assert acting - aside <= shown
    used = {flight.source for flight in story.flights} | {flight.destination for flight in story.flights}
    assert shown <= acting | used
    for diagram in (ours, theirs):
        assert parting.at - 1 == diagram.rows[0].number
        drawn = {x for arrow in diagram.arrows for x in (arrow.x1, arrow.x2)}
        marked = {mark.x for mark in diagram.marks} | {
            x for line in diagram.lines for x in (line.x1, line.x2)
        }
        assert drawn | marked, "something is seen in it"


def test_what_does_not_take_part_is_left_out() -> None:
    """The cluster's two runs differ at one apiserver and one kubelet: no other has a lane beside them."""
    two = Page(story_at("trust-cache-after-restart")).two_diagrams()
    assert two is not None
    assert ["apiserver-cp2", "kubelet-w1"] == [lane.process for lane in two[0].lanes]
