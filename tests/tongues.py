"""Which language a text is in, as a page marks it; and what would be wrong with Chinese."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from pages import VOID

FUNCTION_WORDS = re.compile(
    r"(?<![\w/.-])(?:the|of|and|is|was|are|were|to|in|that|not|with|for|from|by|at|it|its|which|who|has|have|"
    r"had|but|as|if|than|only|no|nobody|nothing|an|a(?= [a-z]{2,}))(?![\w/-])",
    re.IGNORECASE,
)
"""English words that no name has. “a” is the name of a pod, too: it counts before another word."""

HAN = re.compile("[\u3400-\u9fff\uff01-\uff5e\u3001-\u3011]")

CODE = {"code", "pre", "script", "style", "title"}
"""Elements with names and source; titles, of a page and in an image, are the script's to translate."""


class Tongues(HTMLParser):
    """The texts of a page as one sees them who reads Chinese: `chinese` and what is marked `english`."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.chinese: list[str] = []
        self.english: list[str] = []
        self.data: Any = {}
        self._open: list[tuple[str, str, bool, bool]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        _, lang, is_code, is_hidden = self._open[-1] if self._open else ("", "zh-Hant", False, False)
        # The page itself is Chinese once that is chosen, whatever it says before a script has run.
        said = given.get("lang") if tag != "html" else None
        classes = (given.get("class") or "").split()
        is_code = is_code or tag in CODE
        if tag not in VOID:
            self._open.append((tag, said or lang, is_code, is_hidden or "en" in classes))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Leave out an element without a text."""

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, lang, is_code, is_hidden = self._open[-1] if self._open else ("", "", True, True)
        if tag == "script" and data.startswith('{"words"'):
            self.data = json.loads(data)
        if data.strip() and not is_code and not is_hidden:
            (self.english if lang == "en" else self.chinese).append(data.strip())


def spoken(page: str) -> tuple[list[str], list[str]]:
    """Return the texts of a page that are marked as Chinese, and as English, those of its script included."""
    read = Tongues(page)
    chinese, english = list(read.chinese), list(read.english)
    for text, meaning in _data(read.data):
        (english if meaning is None else chinese).append(text if meaning is None else meaning)
    return chinese, english


def _data(data: Any) -> Iterator[tuple[str, str | None]]:
    """Yield what the script of a page writes, and what that means in Chinese; None where it is marked."""
    meanings = data.get("meanings", {})
    texts = [*data.get("lines", ()), *(value for one in data.get("start", ()) for value in one)]
    texts += [value for delta in data.get("deltas", ()) for _, _, value in delta]
    yield from meanings.items()
    yield from ((text, text) for text in texts if text and text not in meanings)
    for _, _, findings in data.get("standings", ()):
        yield from map(tuple, findings.values())
