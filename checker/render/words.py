"""The words of a page itself, in the two languages that it speaks: `page/words.json` has them."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from attrs import frozen

from checker.catalogue import phrases
from checker.phrasebook import Phrasebook

CHINESE = "zh-Hant"
"""The language tag of Traditional Chinese, the second language of the page."""

JOINT = "\u3001"
"""What joins the members of a list in Chinese."""

SPOKEN = ("where", "after", "start", "holds", "fails", "owed", "unseen", "seen")
"""Which of the page's words its script uses."""


@frozen
class Said:
    """A text in English, and in Chinese if there is a translation."""

    english: str
    chinese: str | None = None


@cache
def book_of(language: str) -> Phrasebook:
    """Return how a language, by its tag, says what the catalogues' models say; nothing, where none does."""
    return Phrasebook(phrases(language), JOINT)


@cache
def words_of() -> Mapping[str, tuple[str, str]]:
    """Return the words of the page itself, each in English and in Chinese."""
    return {name: tuple(pair) for name, pair in json.loads(read("words.json")).items()}


def apart(ends: tuple[str, ...]) -> Said:
    """Say of a link that it is cut from the beginning."""
    return Said(*(text.format(*ends) for text in words_of()["apart" if len(ends) > 1 else "alone"]))


def returning(differs: Said) -> tuple[tuple[str, str], ...]:
    """Say how a lasso goes on, in both languages: what is before the number of a step, and behind it."""
    parts = []
    for language, told in enumerate((differs.english, differs.chinese or differs.english)):
        but = words_of()["loop-but"][language].format(differs=told) if told else ""
        before, _, after = words_of()["loop-returns"][language].partition("{step}")
        parts.append((before, after.format(but=but)))
    return tuple(parts)


def read(name: str) -> str:
    """Return a file of the folder `page`."""
    return (files("checker.render") / "page" / name).read_text(encoding="utf-8")
