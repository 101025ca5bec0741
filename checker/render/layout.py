"""Laying out a space-time diagram: which process has a lane, and where each thing of a run stands."""

from collections.abc import Iterator
from itertools import pairwise
from math import hypot
from typing import Literal

from attrs import evolve

from checker.render.diagram import PAGE, Arrow, Diagram, Fate, Label, Lane, Line, Mark, Row, Size, fitting
from checker.render.placing import placed
from checker.render.run import Run, flights_of, lanes_of
from checker.story import Flight, Moment, State

LOST = 0.6
"""How far on its way a message is shown to be lost."""

STUB = 0.75
"""How far a message is drawn that does not arrive, in rows downwards, and in halves of lanes to its side."""

FEW = 5
"""How many processes have lanes of full width."""

LONG = 9
"""How many letters of a name stand in one line."""

BOLD = 1.15
"""How much wider the letters of names are than others, with what keeps two names apart."""


def lay_out(run: Run, size: Size = PAGE) -> Diagram:
    """Lay out a run of moments, or the end of one: its first moment is the row at the top."""
    return _Layout(run, size).diagram()


def lay_out_beside(run: Run, other: Run, size: Size) -> tuple[Diagram, Diagram]:
    """Lay out two runs that are shown beside each other: with the same lanes, at the same places."""
    lanes = lanes_of(run, other)
    both = [_Layout(evolve(one, processes=lanes, keeps_all=True), size) for one in (run, other)]
    left, right = max(one.left for one in both), max(one.right for one in both)
    for one in both:
        one.left, one.right = left, right
    return both[0].diagram(), both[1].diagram()


class _Layout:
    def __init__(self, run: Run, size: Size) -> None:
        self.moments, self.size, self.loop, self.breaks = run.moments, size, run.loop, run.breaks
        self.first, self.last = self.moments[0].number, self.moments[-1].number
        self.flights = {one.id: one for one in flights_of(run)}
        self.shown = tuple(run.processes) if run.keeps_all else lanes_of(run)
        names = max((len(line) for one in self.shown for line in _in_lines(one.name)), default=0)
        self.lane = max(size.lane if len(self.shown) <= FEW else size.crowded, names * size.letter * BOLD)
        self.place = {one.id: place for place, one in enumerate(self.shown)}
        self.bottom = self.y(self.last) + size.row * 0.75
        self.left = self.right = 0.0
        self.left, self.right = self._margins()

    def _margins(self) -> tuple[float, float]:
        """Return how far labels stand out beyond the first lane and the last, as far as they may."""
        left = right = 0.0
        for label in self._labels():
            length = len(fitting(label.text, label.room)) * self.size.letter + 6
            if label.anchor == "end":
                left = max(left, self.size.gutter + length - label.x)
            else:
                right = max(right, label.x + length - self.size.gutter - self.lane * len(self.shown))
        return min(left, self.size.margin), min(right, self.size.margin)

    def x(self, process: str) -> float:
        return round(self.size.gutter + self.left + self.lane * (self.place[process] + 0.5), 1)

    def y(self, number: int) -> float:
        return round(self.size.top + self.size.row * (number - self.first), 1)

    def diagram(self) -> Diagram:
        rows = tuple(
            Row(
                one.number,
                self.y(one.number),
                breaks=one.number == self.breaks,
                repeated=self.loop is not None and one.number > self.loop,
            )
            for one in self.moments
        )
        back = None
        if self.loop is not None and self.first <= self.loop < self.last:
            back = (self.y(self.last), self.y(self.loop))
        return Diagram(
            size=self.size,
            width=round(self.size.gutter + self.left + self.lane * len(self.shown) + self.right + 4, 1),
            height=round(self.bottom + 4, 1),
            bottom=round(self.bottom, 1),
            lanes=tuple(self._lanes()),
            rows=rows,
            arrows=tuple(self._arrows()),
            labels=tuple(self._labels()),
            marks=tuple(self._marks()),
            lines=tuple(self._lines()),
            loop=back,
        )

    def _lanes(self) -> Iterator[Lane]:
        for one in self.shown:
            yield Lane(one.id, _in_lines(one.name), self.x(one.id), tuple(self._downs(one.id)))

    def _downs(self, process: str) -> Iterator[tuple[float, float]]:
        since: int | None = None
        for moment in self.moments:
            is_down = moment.state(process).down
            if is_down and since is None:
                since = moment.number
            elif not is_down and since is not None:
                yield self.y(since), self.y(moment.number)
                since = None
        if since is not None:
            yield self.y(since), round(self.bottom, 1)

    def _arrows(self) -> Iterator[Arrow]:
        for flight in self.flights.values():
            if not self._is_shown(flight) or (flight.ended_at is None and flight.sent_after < self.first):
                continue
            fate: Fate = flight.ending
            if flight.copy_of is not None and fate == "received":
                fate = "copy"
            yield self._arrow(flight, fate, flight.ended_at if flight.ended_at is not None else self.last + 1)
        for moment in self.moments:
            if moment.read is not None and moment.read in self.flights:
                flight = self.flights[moment.read]
                if self._is_shown(flight):
                    yield self._arrow(flight, "copy", moment.number)

    def _arrow(self, flight: Flight, fate: Fate, at: int) -> Arrow:
        x1, x2 = self.x(flight.source), self.x(flight.destination)
        y1, y2 = self.y(flight.sent_after), self.y(min(at, self.last))
        if flight.sent_after < self.first:
            y1 = 0.0
        bend: tuple[float, float] | None = None
        if at > self.last or fate == "still":
            # It does not arrive here: only that it sets out is drawn, and where to.
            y2 = min(y1 + self.size.row * STUB, self.bottom - 4)
            x2 = x1 + max(-1.0, min(1.0, (x2 - x1) / self.lane)) * self.lane * STUB / 2
        elif fate == "lost":
            x2 = self._lost_at(flight)
        else:
            if x1 == x2:
                bend = (x1 + self.lane / 2, (y1 + y2) / 2)
            elif abs(x2 - x1) > self.lane + 1:
                bend = ((x1 + x2) / 2, (y1 + y2) / 2 + self.size.row / 2)
            dx, dy = x2 - (bend or (x1,))[0], y2 - (bend or (0, y1))[1]
            length, trim = hypot(dx, dy) or 1.0, self.size.dot + 1.5
            x2, y2 = x2 - dx / length * trim, y2 - dy / length * trim
        x1, y1, x2, y2 = (round(length, 1) for length in (x1, y1, x2, y2))
        return Arrow(fate, flight.text, flight.sent_after, at, x1, y1, x2, y2, bend)

    def _about(self, moment: Moment) -> Flight | None:
        which = moment.received or moment.lost or moment.read or moment.duplicated
        return None if which is None else self.flights.get(which)

    def _labels(self) -> Iterator[Label]:
        if self.size.margin:
            yield from placed(
                self._wishes(), self.size.letter, self._arrows(), tuple(self._marks()), self._lines()
            )

    def _wishes(self) -> Iterator[tuple[Label, ...]]:
        """Yield where each label may stand, best first: behind the end of an arrow, beside a deed."""
        for moment in self.moments[1 if self._before(self.moments[0]) is None else 0 :]:
            flight, y = self._about(moment), self.y(moment.number)
            if flight is None or not self._is_shown(flight):
                yield from self._of_a_deed(moment, y)
                continue
            x1, x2 = self.x(flight.source), self.x(flight.destination)
            if moment.lost is not None:
                x2 = self._lost_at(flight)
            leftwards, below = x1 > x2, -5
            others = [self.x(name) for name in moment.acts if name in self.place and self.x(name) != x2]
            if any((other < x2) is leftwards for other in others):
                leftwards, below = not leftwards, 15
            yield self._places(flight.label, moment.number, (x2, y), below, leftwards=leftwards)

    def _of_a_deed(self, moment: Moment, y: float) -> Iterator[tuple[Label, ...]]:
        places = [name for name in moment.acts if name in self.place]
        places += [name for ends in self._new_cuts(moment) for name in ends if name in self.place]
        if not places:
            return
        where = min(places, key=lambda name: self.place[name])
        leftwards = self.place[where] == 0 and len(self.shown) > 1 and len(places) == 1
        is_outermost = leftwards or self.place[where] == len(self.shown) - 1
        below = 4 if is_outermost else -7
        said = moment.kind.replace("-", " ")
        yield self._places(said, moment.number, (self.x(where), y), below, leftwards=leftwards)

    def _places(
        self, text: str, at: int, point: tuple[float, float], below: float, *, leftwards: bool
    ) -> tuple[Label, ...]:
        """Return the places beside a point: on the side that is wished, near and further off, then across."""
        x, y = point
        first = self.size.gutter + self.left
        ends = first - self.size.margin, first + self.lane * len(self.shown) + self.size.margin
        most = self.lane * 1.5 + self.size.margin
        places = []
        for left, off in ((leftwards, 13), (leftwards, 26), (not leftwards, 13)):
            where = x - off if left else x + off
            room = min(most, where - ends[0] if left else ends[1] - where) - 6
            for down in dict.fromkeys((below, -7, 16)):
                anchor: Literal["start", "end"] = "end" if left else "start"
                places.append(
                    Label(text, room / self.size.letter, at, round(where, 1), round(y + down, 1), anchor)
                )
        return tuple(places)

    def _new_cuts(self, moment: Moment) -> Iterator[tuple[str, ...]]:
        before = self._before(moment)
        yield from (ends for ends in moment.cuts if before is None or ends not in before.cuts)
        yield from (ends for ends in (before.cuts if before else ()) if ends not in moment.cuts)

    def _before(self, moment: Moment) -> Moment | None:
        place = moment.number - self.first - 1
        return self.moments[place] if place >= 0 else None

    def _rings(self) -> Iterator[Mark]:
        for moment in self.moments:
            for ends in self._new_cuts(moment):
                if len(ends) == 1 and ends[0] in self.place:
                    yield Mark("ring", moment.number, self.x(ends[0]), self.y(moment.number))

    def _marks(self) -> Iterator[Mark]:
        for before, moment in pairwise(self.moments):
            y = self.y(moment.number)
            for process in self.shown:
                state, x = moment.state(process.id), self.x(process.id)
                what = self._deed(before.state(process.id), state, moment)
                if what is not None:
                    yield Mark(what, moment.number, x, y)
                if any(one.process == process.id for one in moment.applied):
                    yield Mark("wrong", moment.number, x, y)
        yield from self._rings()
        for flight in self.flights.values():
            at = flight.ended_at
            if flight.ending == "lost" and at is not None and at >= self.first and self._is_shown(flight):
                yield Mark("lost", at, self._lost_at(flight), self.y(at))

    def _is_shown(self, flight: Flight) -> bool:
        return {flight.source, flight.destination} <= self.place.keys()

    def _lost_at(self, flight: Flight) -> float:
        """Return how far to the side a message came that was lost."""
        x1, x2 = self.x(flight.source), self.x(flight.destination)
        return round(x1 + (x2 - x1) * LOST, 1)

    def _deed(self, before: State, after: State, moment: Moment) -> str | None:
        """Say what a moment did at a process, if anything."""
        if before.down != after.down:
            return "crash" if after.down else "up"
        if after.changed:
            return "changes"
        speaks = any(self.flights[one].source == after.process for one in moment.sent if one in self.flights)
        return "acts" if speaks or after.process in moment.acts else None

    def _lines(self) -> Iterator[Line]:
        for moment in self.moments:
            y = self.y(moment.number)
            for ends in self._new_cuts(moment):
                if len(ends) == 2 and set(ends) <= self.place.keys():
                    what = "cut" if ends in moment.cuts else "healed"
                    left, right = sorted(map(self.x, ends))
                    yield Line(what, moment.number, left, right, y)
            there = [name for name in moment.acts if name in self.place]
            if len(there) > 1 and moment.number > self.first:
                xs = sorted(map(self.x, there))
                yield Line("joint", moment.number, xs[0], xs[-1], y)


def _in_lines(name: str) -> tuple[str, ...]:
    """Return a name in one line, or a long one of two parts in two."""
    head, dash, tail = name.rpartition("-")
    return (f"{head}{dash}", tail) if head and len(name) > LONG else (name,)
