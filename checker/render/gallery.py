"""The index of a gallery as a page of HTML: a card for each trace, with its picture made small."""

from collections.abc import Sequence
from urllib.parse import quote

from attrs import frozen

from checker.render.diagram import THUMBNAIL, Diagram
from checker.render.html import environment, inlined
from checker.render.layout import lay_out
from checker.render.ruling import Ruling
from checker.render.run import Run
from checker.render.view import Page
from checker.render.words import CHINESE, Said, book_of, words_of
from checker.story import Story


@frozen
class Piece:
    """A trace in a gallery: its name, the file of its page, its story; and of a claim, what became of it."""

    name: str
    page: str
    story: Story
    claim: Ruling | None = None

    @property
    def href(self) -> str:
        """The page as a link to it, whatever its name."""
        return quote(self.page)

    @property
    def steps(self) -> int:
        return self.story.moments[-1].number

    @property
    def mistake(self) -> Said:
        """What the mistake is, or the claim; without one, what the scenario is about."""
        if self.claim is not None:
            return self.claim.statement
        return Page(self.story).say(self.story.mistake or self.story.sentence)

    @property
    def finding(self) -> Said:
        return Page(self.story).sentence(self.story.finding)

    @property
    def picture(self) -> Diagram:
        """The run, drawn small."""
        story = self.story
        run = Run(story.processes, story.moments, story.flights, story.loop, Page(story).breaks)
        return lay_out(run, THUMBNAIL)


@frozen
class Room:
    """Pieces that show the same kind of mistake."""

    title: str
    pieces: tuple[Piece, ...]


def render_index(rooms: tuple[Room, ...]) -> str:
    """Return the page that leads to all others."""
    book = book_of(CHINESE)

    def say(sentence: str | None) -> Said:
        return Said(sentence or "", book.translated(sentence) if sentence else None)

    count = sum(len(room.pieces) for room in rooms)
    title, ledes = _heading([piece for room in rooms for piece in room.pieces])
    counted = Said(*(text.format(count=count) for text in words_of()["gallery-count"]))
    template = environment().get_template("gallery.html.jinja")
    data = {"title": words_of()[title], "words": {}}
    return template.render(
        rooms=rooms, say_in_both=say, counted=counted, data=data, title=title, ledes=ledes, **inlined()
    )


def _heading(pieces: Sequence[Piece]) -> tuple[str, tuple[str, ...]]:
    """Return what a gallery of these is called, and what is said of it: the names of words of the page."""
    claims = any(piece.claim is not None for piece in pieces)
    mistakes = any(piece.claim is None and piece.story.mutant is not None for piece in pieces)
    runs = any(piece.claim is None and piece.story.mutant is None for piece in pieces)
    titles = {
        (True, False, False): "gallery-title",
        (False, True, False): "gallery-title-claims",
        (True, True, False): "gallery-title-both",
    }
    kinds = {"gallery-mistakes": mistakes, "gallery-claims": claims, "gallery-runs": runs and mistakes}
    ledes = (*(name for name, is_there in kinds.items() if is_there), "gallery-lede")
    return titles.get((mistakes, claims, runs), "gallery-title-runs"), ledes
