"""What a page shows of a story: its steps, diagrams and tables, in English and where possible in Chinese."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from attrs import evolve

from checker.render import phrases
from checker.render.column import Column
from checker.render.diagram import BESIDE, Diagram
from checker.render.excerpt import only_the_difference
from checker.render.layout import lay_out, lay_out_beside
from checker.render.ruling import Ruling
from checker.render.run import Run
from checker.render.step_view import Difference, Message, StepView
from checker.render.words import CHINESE, SPOKEN, Said, book_of, returning, words_of
from checker.story import Flight, Moment, Story
from checker.verdict import DEADLOCK

EVER = "2"
"""The mark of a promise where a loop closes in which it is never kept; of others, 1 holds and 0 does not."""


class Page:
    """What the template asks for, of one story."""

    def __init__(self, story: Story, claim: Ruling | None = None) -> None:
        self.story, self.claim = story, claim
        self.book = book_of(CHINESE)
        self._names = {one.id: one.name for one in story.processes}
        self.steps = tuple(self._steps(story.moments, {one.id: one for one in story.flights}))
        self.healthy = self._healthy()
        self._values = [[state.values for state in moment.states] for moment in story.moments]
        self._fields = [
            list(dict.fromkeys(name for values in self._values for name in values[place]))
            for place in range(len(story.processes))
        ]

    def say(self, sentence: str | None) -> Said:
        """Return a sentence of the model in both languages."""
        return Said(sentence or "", self.book.translated(sentence) if sentence else None)

    def sentence(self, finding: str | None) -> Said:
        """Return a finding in both languages, beginning as a sentence does, unless with a name."""
        said = self.say(finding)
        first = said.english.partition(" ")[0]
        is_word = first.isalpha() and len(first) > 1 and first not in self._names
        return evolve(said, english=said.english[0].upper() + said.english[1:]) if is_word else said

    @property
    def found(self) -> str:
        """What the trace found, or what its file says that it did."""
        return phrases.found(self.story.finding, is_there=self.story.is_there)

    def name(self, process: str) -> str:
        return self._names.get(process, process)

    @property
    def breaks(self) -> int | None:
        """The moment at which the trace's property breaks; of a promise, and of a witness, none is."""
        if self.story.property_kind in {"promise", "sometimes"} or not self.story.is_there:
            return None
        standing = self.story.moments[-1].standing(self.story.property)
        return self.story.moments[-1].number if standing is None else standing.since

    @property
    def returning(self) -> tuple[tuple[str, str], ...]:
        return returning(self.say(self.story.returns))

    @property
    def ending(self) -> Said:
        """The moment at which the run ends, as without a script all of the page is of that moment."""
        last = self.story.moments[-1].number
        return Said(*(text.format(step=last) for text in words_of()["after" if last else "start"]))

    @property
    def withheld(self) -> tuple[Said, ...]:
        """What the right rules would go on to do in a loop, each once."""
        return tuple(map(self.say, dict.fromkeys(one.sentence for one in self.story.withheld)))

    def diagram(self) -> Diagram:
        story = self.story
        return lay_out(Run(story.processes, story.moments, story.flights, story.loop, self.breaks))

    def two_diagrams(self) -> tuple[Diagram, Diagram | None] | None:
        """Return both runs from the moment before they part on; that of the healthy one if it goes on."""
        parting = self.story.parting
        if parting is None:
            return None
        story = self.story
        shared, rest = story.moments[parting.at - 1], story.moments[parting.at :]
        ours = Run(story.processes, (shared, *rest), story.flights, breaks=self.breaks)
        if not parting.moments:
            return lay_out(ours, BESIDE), None
        theirs = Run(story.processes, (shared, *parting.moments), parting.flights)
        return lay_out_beside(ours, theirs, BESIDE)

    def both(self) -> Iterator[tuple[StepView, StepView | None]]:
        """Yield the steps from the parting on, and beside each what the healthy protocol makes of it."""
        assert self.story.parting is not None, "there is a parting"
        healthy = {view.moment.number: view for view in self.healthy}
        for view in self.steps[self.story.parting.at :]:
            yield view, healthy.get(view.moment.number)

    def columns(self) -> tuple[Column, ...]:
        """Return the processes, those with about the same fields together."""
        together: list[list[int]] = []
        for place, fields in enumerate(self._fields):
            mine = set(fields)
            for places in together:
                theirs = set(self._fields[places[0]])
                if 2 * len(mine & theirs) > min(len(mine), len(theirs)):
                    places.append(place)
                    break
            else:
                together.append([place])
        return tuple(map(self._column, together))

    def _column(self, places: list[int]) -> Column:
        names = list(dict.fromkeys(name for place in places for name in self._fields[place]))
        rows = []
        for name in names:
            cells = tuple(
                (self._fields[place].index(name), self._values[0][place].get(name))
                if name in self._fields[place]
                else None
                for place in places
            )
            moves = any(len({values[place].get(name) for values in self._values}) > 1 for place in places)
            rows.append((name, moves, cells))
        processes = tuple((place, self.story.processes[place].name) for place in places)
        lines = tuple(self.story.moments[0].states[place].summary for place in places)
        return Column(processes, tuple(rows), any(moves for _, moves, _ in rows), lines)

    def standings(self, *, witnesses: bool) -> tuple[tuple[int, str, str, str, Said], ...]:
        """Return of each property its place, name, kind, how it stands at each moment, what it says last."""
        return tuple(
            (
                place,
                standing.property,
                standing.kind,
                marks := self._marks(place),
                Said(*words_of()["ever"]) if marks[-1] == EVER else self.say(standing.finding),
            )
            for place, standing in enumerate(self.story.moments[-1].standings)
            if (standing.kind == "sometimes") is witnesses and self._is_told(standing.property)
        )

    def data(self) -> Mapping[str, Any]:
        """Return what the script needs: the first state, what each step changes, how properties stand."""
        values = [
            [[state.get(name) for name in self._fields[place]] for place, state in enumerate(moment)]
            for moment in self._values
        ]
        told = (value for moment in values for one in moment for value in one)
        flights = (*self.story.flights, *(self.story.parting.flights if self.story.parting else ()))
        lines: dict[str, int] = {}
        summaries = [
            [lines.setdefault(state.summary, len(lines)) for state in moment.states]
            for moment in self.story.moments
        ]
        return {
            "words": {name: words_of()[name] for name in SPOKEN},
            "title": [self.title.english, self.title.chinese or self.title.english],
            "start": values[0],
            "deltas": [
                [
                    [place, field, value]
                    for place, (old, new) in enumerate(zip(before, after, strict=True))
                    for field, (was, value) in enumerate(zip(old, new, strict=True))
                    if was != value
                ]
                for before, after in pairwise(values)
            ],
            "lines": list(lines),
            "meanings": self._meanings([*lines, *told, *(one.text for one in flights)]),
            "summaries": summaries,
            "down": [
                [place for place, state in enumerate(moment.states) if state.down]
                for moment in self.story.moments
            ],
            "standings": [self._standing(place) for place in range(len(self.story.moments[0].standings))],
        }

    def _meanings(self, texts: Iterable[str | None]) -> Mapping[str, str | None]:
        """Return what values, lines and messages mean, unless themselves; None is no translation."""
        told = ((text, self.book.translated(text)) for text in dict.fromkeys(texts) if text)
        return {text: meaning for text, meaning in told if text != meaning}

    def _standing(self, place: int) -> list[Any]:
        """Return a property's kind, whether it holds at each moment, and what it says where that is new."""
        findings: dict[str, list[str | None]] = {}
        for moment in self.story.moments:
            standing = moment.standings[place]
            if standing.finding is not None and (not standing.holds or standing.kind == "sometimes"):
                said = self.say(standing.finding)
                findings[str(moment.number)] = [said.english, said.chinese]
        kind = self.story.moments[0].standings[place].kind
        marks = self._marks(place)
        if marks[-1] == EVER:
            findings[str(self.story.moments[-1].number)] = list(words_of()["ever"])
        return [kind, marks, findings]

    def _is_told(self, name: str) -> bool:
        """Say whether the page tells of a property: that of a claim, of what the claim asks only."""
        return self.claim is None or name == self.story.property

    def _marks(self, place: int) -> str:
        """Return how a property stands at each moment: what a lasso never keeps, at its end is broken."""
        story = self.story
        marks = ["1" if moment.standings[place].holds else "0" for moment in story.moments]
        is_promise = story.property_kind == "promise" and story.loop is not None and story.is_there
        if is_promise and story.moments[-1].standings[place].property == story.property:
            marks[-1] = EVER
        return "".join(marks)

    @property
    def title(self) -> Said:
        if self.claim is not None:
            return self.claim.statement
        said = self.say(self.found)
        what = self.story.mutant or self.story.scenario
        chinese = None if said.chinese is None else f"{said.chinese} — {what}"
        return Said(f"{said.english} — {what}", chinese)

    def _healthy(self) -> tuple[StepView, ...]:
        parting = self.story.parting
        if parting is None or not parting.moments:
            return ()
        before = self.story.moments[parting.at - 1]
        return tuple(self._steps((before, *parting.moments), {one.id: one for one in parting.flights}))[1:]

    def _steps(self, moments: tuple[Moment, ...], flights: Mapping[str, Flight]) -> Iterator[StepView]:
        for before, moment in zip((moments[0], *moments), moments, strict=False):
            old, new = {one.process: one for one in before.states}, moment.states
            broken = [
                (one.property, self.sentence(one.finding))
                for one in moment.standings
                if one.kind in {"always", "step"} and not one.holds and one.since == moment.number
                if self._is_told(one.property)
            ]
            is_last = moment is self.story.moments[-1] and self.story.is_there
            if is_last and self.story.property_kind == DEADLOCK:
                broken.append((DEADLOCK, self.sentence(self.story.finding)))
            yield StepView(
                moment,
                self.say(moment.sentence),
                tuple(self._differences(before, moment)),
                tuple(self.name(one.process) for one in new if one.down and not old[one.process].down),
                tuple(self.name(one.process) for one in new if not one.down and old[one.process].down),
                tuple(self._message(flights[one]) for one in moment.sent),
                tuple(self._message(flights[one]) for one in moment.resent),
                moment.duplicated is not None,
                tuple(tuple(map(self.name, ends)) for ends in moment.cuts)
                if moment.kind == "initial"
                else self._ends(moment, before),
                self._ends(before, moment),
                tuple(broken),
            )

    def _message(self, flight: Flight) -> Message:
        return Message(self.say(flight.text), self.name(flight.source), self.name(flight.destination))

    def _ends(self, one: Moment, other: Moment) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(map(self.name, ends)) for ends in one.cuts if ends not in other.cuts)

    def _differences(self, before: Moment, after: Moment) -> Iterator[Difference]:
        for old, new in zip(before.states, after.states, strict=True):
            if new.is_raw and old.summary != new.summary and old.down == new.down:
                yield Difference(
                    self.name(new.process), Said("", None), *self._parts(old.summary, new.summary)
                )
                continue
            was, now = old.values, new.values
            for name in dict.fromkeys((*was, *now)):
                # What a crash takes away is not told field by field, nor what a start brings back.
                there = name in was and name in now
                if was.get(name) != now.get(name) and (there or old.down == new.down):
                    yield Difference(
                        self.name(new.process), self.say(name), *self._parts(was.get(name), now.get(name))
                    )

    def _parts(self, before: str | None, after: str | None) -> tuple[Said | None, Said | None]:
        """Return what differs between two values, in both languages where both have a translation."""
        english = only_the_difference(before, after)
        old, new = (one and self.book.translated(one) for one in (before, after))
        is_whole = (old is None, new is None) == (before is None, after is None)
        chinese = only_the_difference(old, new) if is_whole else (None, None)
        one, other = (
            None if said is None else Said(said, meant) for said, meant in zip(english, chinese, strict=True)
        )
        return one, other
