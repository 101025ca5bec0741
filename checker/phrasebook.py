"""A phrasebook: sentences of a model, and how another language says them.

A phrase is a pair of texts with blanks in braces; what may stand in a blank is its kind:

- ``{who}``: a name. It has a digit (``n1``, ``w1/1``), or is one letter; any other has a phrase of its own.
- ``{who+}``: names, as a list: “n1, n2 and n3”.
- ``{t#}``: a number.
- ``{log:code}``: names, numbers and signs, and no other words: “{n1, n2}”, “[1:v1 2:v2]”. It stays as it is.
- ``{event:word}``: a word, which is a name of the model's code, and stays as it is.
- ``{what:phrase}``: what a phrase of the book fits, in full, or code.
- ``{items:phrases}``: such, parted by commas.
- ``{rest:cut}``: the rest of a text that was cut short, with its ellipsis.

The first phrase that fits is taken, one without blanks before all others. A sentence is said as a whole or
not at all: where a part of it has no phrase, the sentence has none, and is shown as it is.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from attrs import frozen

from checker.errors import WrongUsage, unknown

_NAME = re.compile(r"(?=[\w/.-]*\d)[A-Za-z][\w/.-]*|[A-Za-z]", re.ASCII)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?", re.ASCII)
_WORD = re.compile(r"\w(?:[\w/.,-]*\w)?")
_IDENTIFIER = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
_BLANK = re.compile(r"\{(\w+)(\+|#|:\w+)?\}")
_MARKS = {None: "name", "+": "names", "#": "number"}

_HAN = "[\u3400-\u9fff]"
_WIDE = "[\u3000-\u9fff\uff00-\uffef]"
_LATIN = "[A-Za-z0-9]"
_BETWEEN = re.compile(f"(?<={_WIDE}) +(?={_WIDE})")
_BESIDE = re.compile(rf"(?<={_HAN})(?={_LATIN}|[{{\[])|(?<={_LATIN}|[}}\]])(?={_HAN})")


@frozen
class _Blank:
    name: str
    kind: str


_Parts = tuple[str | _Blank, ...]
"""What stands in a phrase, in order: words, and blanks between them."""


class Phrasebook:
    """Phrases of one language: patterns of sentences, and what each means; `joint` joins what a list has.

    Raises WrongUsage for a phrase that could not be read: with two blanks side by side, a blank of no kind,
    nothing but a blank that another phrase fills, or a meaning with a blank that the phrase does not have.
    """

    def __init__(self, phrases: Mapping[str, str], joint: str = ", ") -> None:
        self._joint = joint
        self._whole = {one: meaning for one, meaning in phrases.items() if not _BLANK.search(one)}
        self._made = [(_parts_of(one), meaning) for one, meaning in phrases.items() if one not in self._whole]
        self._known: dict[str, str | None] = {}
        self._lists: dict[str, str | None] = {}
        self._kinds: Mapping[str, Callable[[str], str | None]] = {
            "name": self._name,
            "names": self._names,
            "number": lambda text: text if _NUMBER.fullmatch(text) else None,
            "code": lambda text: text if _is_code(text) else None,
            "word": lambda text: text if _IDENTIFIER.fullmatch(text) else None,
            "phrase": self._said,
            "phrases": self._list,
            "cut": lambda text: "…" if text.find("…") == len(text) - 1 else None,
        }
        for parts, meaning in self._made:
            self._check(parts, meaning)

    def _check(self, parts: _Parts, meaning: str) -> None:
        """Refuse a phrase with a blank that cannot be filled, or a meaning with one that it does not have."""
        blanks = [part for part in parts if isinstance(part, _Blank)]
        for blank in blanks:
            if blank.kind not in self._kinds:
                raise unknown("kind of blank", blank.kind, self._kinds)
        strange = {blank[1] for blank in _BLANK.finditer(meaning)} - {blank.name for blank in blanks}
        if strange:
            raise WrongUsage(
                f"the meaning {meaning!r} has the blank {min(strange)}; "
                f"expected one of its phrase: {', '.join(blank.name for blank in blanks)}"
            )

    def translated(self, sentence: str) -> str | None:
        """Return what a sentence means; None where no phrase fits it, or one of its parts."""
        said = self._said(sentence)
        return None if said is None else spaced(said)

    def _said(self, text: str) -> str | None:
        if text not in self._known:
            self._known[text] = self._reading(text)
        return self._known[text]

    def _reading(self, text: str) -> str | None:
        if text in self._whole:
            return self._whole[text]
        if _is_code(text):
            return text
        for parts, meaning in self._made:
            said = next(self._readings(parts, text), None)
            if said is not None:
                return _BLANK.sub(lambda blank, said=said: said[blank[1]], meaning)  # type: ignore[misc]  # bound now
        return None

    def _readings(self, parts: _Parts, text: str) -> Iterator[dict[str, str]]:
        """Yield what stands in the blanks of a phrase, translated, in each way in which it fits the text."""
        if not parts:
            if not text:
                yield {}
            return
        first, rest = parts[0], parts[1:]
        if isinstance(first, str):
            if text.startswith(first):
                yield from self._readings(rest, text[len(first) :])
            return
        for end in _ends(text, rest):
            # What is to follow is looked for first: it is quickly seen that it is not there.
            for others in self._readings(rest, text[end:]):
                said = self._kinds[first.kind](text[:end])
                if said is not None:
                    yield {first.name: said, **others}

    def _name(self, text: str) -> str | None:
        return text if _NAME.fullmatch(text) else self._whole.get(text) if " " not in text else None

    def _names(self, text: str) -> str | None:
        return self._joined([self._name(part) for part in re.split(", | and ", text)])

    def _list(self, text: str) -> str | None:
        """Return a list, each item of which may have commas of its own."""
        if text not in self._lists:
            self._lists[text] = self._reading_of_list(text)
        return self._lists[text]

    def _reading_of_list(self, text: str) -> str | None:
        for comma in [*re.finditer(", ", text), None]:
            said = self._said(text if comma is None else text[: comma.start()])
            others = "" if comma is None or said is None else self._list(text[comma.end() :])
            if said is not None and others is not None:
                return f"{said}{self._joint}{others}" if comma else said
        return None

    def _joined(self, said: list[str | None]) -> str | None:
        there = [one for one in said if one is not None]
        return self._joint.join(there) if len(there) == len(said) else None


def spaced(text: str) -> str:
    """Return a text with a space between Chinese and Latin letters, and none between wide ones."""
    return _BESIDE.sub(" ", _BETWEEN.sub("", text))


def _is_code(text: str) -> bool:
    """Say whether there is nothing in a text but names, numbers and signs."""
    words = [part for word in _WORD.findall(text) for part in word.split(",") if part]
    return (
        bool(text)
        and "…" not in text
        and all(text.count(one) == text.count(other) for one, other in ("{}", "[]", "()"))
        and all(_NAME.fullmatch(one) or _NUMBER.fullmatch(one) for one in words)
    )


def _ends(text: str, rest: _Parts) -> Iterator[int]:
    """Yield where a blank may end: before what follows it, or where the text does."""
    if not rest:
        yield len(text)
        return
    place = text.find(str(rest[0]), 1)
    while place > 0:
        yield place
        place = text.find(str(rest[0]), place + 1)


def _parts_of(phrase: str) -> _Parts:
    """Return what stands in a phrase, in order."""
    parts, place = list[str | _Blank](), 0
    for blank in _BLANK.finditer(phrase):
        if blank.start() > place:
            parts.append(phrase[place : blank.start()])
        parts.append(_Blank(blank[1], _MARKS.get(blank[2]) or blank[2][1:]))
        place = blank.end()
    if place < len(phrase):
        parts.append(phrase[place:])
    if any(isinstance(one, _Blank) and isinstance(other, _Blank) for one, other in pairwise(parts)):
        raise WrongUsage(f"the phrase {phrase!r} has two blanks side by side; expected a word between them")
    if len(parts) == 1 and parts[0].kind.startswith("phrase"):  # type: ignore[union-attr]  # it has a blank
        raise WrongUsage(f"the phrase {phrase!r} would fit itself for ever; expected a word beside its blank")
    return tuple(parts)
