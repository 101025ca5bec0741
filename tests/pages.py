"""Pages of traces, rendered once: those of the committed traces, and of a user's own system."""

from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import Any

from checker.catalogue import complete, find_scenario
from checker.gallery import Site, site_of
from checker.render.html import trace_html
from checker.replay import Replay, replay
from checker.story import Story
from checker.storyteller import story_of
from checker.trace import load, make_trace
from checker.verdict import Violation

TRACES = Path(__file__).parent.parent / "traces"
"""The committed traces, of which the gallery is made."""

VOID = {"meta", "link", "br", "hr", "img", "input", "wbr"}
"""Elements without an end. Those of SVG end themselves."""


@cache
def story_at(name: str) -> Story:
    """Tell the committed trace of a mutant."""
    return story_of(replay(load(TRACES / "zoo" / f"{name}.json")))


@cache
def page_of(name: str) -> str:
    """Return the page of the committed trace of a mutant."""
    return trace_html(story_at(name))


@cache
def site() -> Site:
    """Return the gallery of all committed traces; whoever asks for it is best in the group “gallery”."""
    return site_of(TRACES)


def long_story(steps: int) -> Story:
    """Tell a run of seven servers of so many steps, drawn from a fixed seed, in which much goes wrong."""
    faults = {"crashes": 3, "losses": 6, "duplicates": 4, "cuts": 3}
    scenario = find_scenario("raft")
    parameters = complete(scenario, {"servers": 7, "terms": 6, "requests": 4, "in-flight": None, **faults})
    system = scenario.build(parameters, None)
    world, run, drawn = system.initial(), list[Any](), Random(5)  # noqa: S311  # no secret
    for _ in range(steps):
        offered = [(action, after) for action, after, beyond in system.actions(world) if not beyond]
        kind = drawn.choice(sorted({action.kind for action, _ in offered}))
        action, world = drawn.choice([one for one in offered if one[0].kind == kind])
        run.append(action)
    violation = Violation("election-safety", "nothing is wrong", tuple(run))
    trace = make_trace("raft", parameters, None, system, violation)
    return story_of(Replay(trace, scenario, system, tuple(run), "nothing is wrong", steps))


class Read(HTMLParser):
    """A page, read strictly: every element ends where it must, and no attribute or id is there twice."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []
        self.ids = [given["id"] for _, given in self.elements if "id" in given]
        assert len(set(self.ids)) == len(self.ids)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute of {tag} is there twice"
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"{tag} ends, and nothing is open"
        assert tag == self._open.pop(), f"{tag} ends at {self.getpos()}"

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in {"script", "style"}:
            self.texts.append(data)

    @property
    def text(self) -> str:
        """All that a reader sees, in one line."""
        return " ".join(" ".join(self.texts).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of each element of this name."""
        return [given for name, given in self.elements if name == tag]
