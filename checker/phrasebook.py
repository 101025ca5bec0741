"""A phrasebook: sentences of a model, and how another language says them.

A phrase is a pair of patterns. What stands in braces, ``{who}``, is whatever is there in the sentence, and is
itself translated where a phrase fits it. With a plus, ``{who+}``, it is a list: “n1, n2 and n3”;
``{who:word}`` is one word. The first phrase that fits a sentence is taken; a sentence that none fits has no
translation, and is shown as it is.
"""

import re
from collections.abc import Mapping
from unicodedata import east_asian_width

_BLANK = re.compile(r"\{(\w+)(\+|:word)?\}")
_FITTING = {None: ".+?", "+": r"\S+(?:, \S+)*(?: and \S+)?", ":word": r"[^\s,()\[\]]+"}
"""What a blank of each kind fits."""

DEEPEST = 8
"""How far phrases nest at most, so that a sentence that fits itself comes to an end."""


class Phrasebook:
    """Phrases of one language: patterns of sentences, and what each means; `joint` joins what a list has."""

    def __init__(self, phrases: Mapping[str, str], joint: str = ", ") -> None:
        self._joint = joint
        self._whole = {one: meaning for one, meaning in phrases.items() if not _BLANK.search(one)}
        self._made = [
            (_pattern_of(one), meaning) for one, meaning in phrases.items() if one not in self._whole
        ]

    def translated(self, sentence: str) -> str | None:
        """Return what a sentence means; None where no phrase fits."""
        said = self._translated(sentence, DEEPEST)
        return None if said is None else closed_up(said)

    def _translated(self, sentence: str, depth: int) -> str | None:
        if sentence in self._whole:
            return self._whole[sentence]
        if not depth:
            return None
        for (pattern, lists), meaning in self._made:
            found = pattern.fullmatch(sentence)
            if found is not None:
                said = {
                    name: self._joint.join(re.split(", | and ", part))
                    if name in lists
                    else self._translated(part, depth - 1) or part
                    for name, part in found.groupdict().items()
                }
                return _BLANK.sub(lambda blank, said=said: said[f"b{blank[1]}"], meaning)  # type: ignore[misc]  # bound now
        return None


def closed_up(text: str) -> str:
    """Leave out a space between two wide letters: where such stand side by side, none is written."""
    return re.sub(
        r"(\S) (?=(\S))", lambda two: two[1] if _is_wide(two[1]) and _is_wide(two[2]) else two[0], text
    )


def _is_wide(letter: str) -> bool:
    return east_asian_width(letter) in "WF"


def _pattern_of(sentence: str) -> tuple[re.Pattern[str], frozenset[str]]:
    """Return what a phrase fits, and which of its blanks are lists."""
    written, place, lists = "", 0, set[str]()
    for blank in _BLANK.finditer(sentence):
        written += f"{re.escape(sentence[place : blank.start()])}(?P<b{blank[1]}>{_FITTING[blank[2]]})"
        place = blank.end()
        if blank[2] == "+":
            lists.add(f"b{blank[1]}")
    return re.compile(written + re.escape(sentence[place:]), re.DOTALL), frozenset(lists)
